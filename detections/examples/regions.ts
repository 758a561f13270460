import { ecsEvent, registration } from './ecs-example';
import { denied, type ExampleTable, exampleEvent } from './example-event';

/** Written for a fleet whose `homeRegions` are eu-west-1 and eu-central-1. */
const far = { awsRegion: 'ap-southeast-3' };
const launch = exampleEvent(
  'ec2',
  'RunInstances',
  { instanceType: 'c6i.32xlarge', minCount: 4, maxCount: 4 },
  far,
);

export const regionsExamples: ExampleTable = {
  'ecs-activity-in-unusual-region': {
    fires: [ecsEvent('CreateCluster', { clusterName: 'qhzxv' }, far), registration({}, far)],
    staysSilent: [
      ecsEvent('CreateCluster', { clusterName: 'harbor' }),
      ecsEvent('CreateCluster', { clusterName: 'harbor' }, { awsRegion: 'eu-central-1' }),
      ecsEvent('ListClusters', null, { ...far, readOnly: true }),
      denied(registration({}, far)),
    ],
  },
  'activity-in-unusual-region': {
    fires: [launch, exampleEvent('lambda', 'CreateFunction20150331', { functionName: 'x' }, far)],
    staysSilent: [
      { ...launch, awsRegion: 'eu-central-1' },
      // IAM is recorded in us-east-1 wherever one works.
      exampleEvent('iam', 'CreateRole', { roleName: 'harbor-web-task' }, { awsRegion: 'us-east-1' }),
      exampleEvent('ec2', 'DescribeInstances', null, { ...far, readOnly: true }),
      { ...launch, userIdentity: { type: 'AWSService', invokedBy: 'guardduty.amazonaws.com' } },
    ],
  },
};
