import { arn, EXAMPLE_TASK, ecsEvent } from './ecs-example';
import { denied, type ExampleTable, exampleRole } from './example-event';

const onHost = { userIdentity: exampleRole('ecsInstanceRole', 'i-0a1b2c3d4e5f60718') };
const agent = { ...onHost, userAgent: 'Amazon ECS Agent - v1.94.0 (a1b2c3d4) (+http://aws.amazon.com/ecs/)' };
const joining = ecsEvent(
  'RegisterContainerInstance',
  { cluster: 'harbor', instanceIdentityDocument: '{"accountId":"444455556666"}' },
  {
    ...agent,
    responseElements: { containerInstance: { ec2InstanceId: 'i-0a1b2c3d4e5f60718', status: 'ACTIVE' } },
  },
);
const state = { cluster: 'harbor', task: EXAMPLE_TASK, status: 'STOPPED', reason: 'done' };
const polling = { cluster: 'harbor', containerInstance: arn('container-instance/harbor/4b9f') };

export const ecsContainerInstancesExamples: ExampleTable = {
  'ecs-container-instance-registered': {
    fires: [joining],
    staysSilent: [
      denied(joining),
      ecsEvent('ListContainerInstances', { cluster: 'harbor' }, { readOnly: true }),
    ],
  },
  'ecs-agent-state-forged': {
    fires: [
      ecsEvent('SubmitTaskStateChange', state, { ...onHost, userAgent: 'Boto3/1.40.0' }),
      ecsEvent('DiscoverPollEndpoint', polling, {
        ...onHost,
        userAgent: 'aws-sdk-rust/1.3.8',
        readOnly: true,
      }),
    ],
    staysSilent: [
      ecsEvent('SubmitTaskStateChange', state, agent),
      ecsEvent('DiscoverPollEndpoint', polling, agent),
    ],
  },
};
