import { parseFilterPattern } from '../../analysis/filter-pattern';
import { buildCatalogue } from '../../detections/catalogue';
import { ecsEvent, registration, serviceUpdate } from '../../detections/examples/ecs-example';
import {
  EXAMPLE_DEPLOY_ROLE,
  exampleDeployer,
  exampleEvent,
  exampleRole,
} from '../../detections/examples/example-event';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';

const throughCloudFormation: Partial<CloudTrailRecord> = {
  userIdentity: { ...exampleDeployer, invokedBy: 'cloudformation.amazonaws.com' },
  sourceIPAddress: 'cloudformation.amazonaws.com',
  userAgent: 'cloudformation.amazonaws.com',
};
const privateNetwork = {
  networkConfiguration: {
    awsvpcConfiguration: {
      subnets: ['subnet-0a1b'],
      securityGroups: ['sg-0a1b'],
      assignPublicIp: 'DISABLED',
    },
  },
};

/** A service of AWS's at work with a role that the team gave it. */
const throughService = (service: string, role: string): Partial<CloudTrailRecord> => ({
  userIdentity: { ...exampleRole(role, 'work'), invokedBy: `${service}.amazonaws.com` },
  sourceIPAddress: `${service}.amazonaws.com`,
  userAgent: `${service}.amazonaws.com`,
});

/** One release of a hardened service, start to end, and what happens around it by itself. */
const DEPLOYMENT: readonly CloudTrailRecord[] = [
  exampleEvent(
    'cloudformation',
    'ExecuteChangeSet',
    { stackName: 'harbor' },
    { userIdentity: exampleDeployer },
  ),
  registration({}, throughCloudFormation),
  serviceUpdate(
    { taskDefinition: 'harbor-web:43', desiredCount: 2, enableExecuteCommand: false, ...privateNetwork },
    throughCloudFormation,
  ),
  ecsEvent('DeregisterTaskDefinition', { taskDefinition: 'harbor-web:42' }, throughCloudFormation),
  ecsEvent(
    'DescribeServices',
    { cluster: 'harbor', services: ['web'] },
    { ...throughCloudFormation, readOnly: true },
  ),
  ecsEvent(
    'RunTask',
    { cluster: 'harbor', taskDefinition: 'harbor-migrate:7', ...privateNetwork },
    {
      userIdentity: exampleDeployer,
    },
  ),
  // Application Auto Scaling answers the load.
  serviceUpdate(
    { desiredCount: 24 },
    {
      userIdentity: {
        ...exampleRole(
          'AWSServiceRoleForApplicationAutoScaling_ECSService',
          'AutoScaling-UpdateDesiredCapacity',
        ),
        invokedBy: 'ecs.application-autoscaling.amazonaws.com',
      },
      sourceIPAddress: 'ecs.application-autoscaling.amazonaws.com',
      userAgent: 'ecs.application-autoscaling.amazonaws.com',
    },
  ),
  // ECS registers and takes out targets as tasks come and go.
  exampleEvent(
    'elasticloadbalancing',
    'DeregisterTargets',
    { targets: [{ id: '10.0.1.83' }] },
    {
      userIdentity: {
        ...exampleRole('AWSServiceRoleForECS', 'ecs-service-scheduler'),
        invokedBy: 'ecs.amazonaws.com',
      },
      sourceIPAddress: 'ecs.amazonaws.com',
      userAgent: 'ecs.amazonaws.com',
    },
  ),
  exampleEvent(
    'sts',
    'AssumeRole',
    { roleSessionName: '2f4c0c9a9d3b4a61b0c7f6f1b4d0a1e2' },
    {
      userIdentity: { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' },
      sourceIPAddress: 'ecs-tasks.amazonaws.com',
      userAgent: 'ecs-tasks.amazonaws.com',
      readOnly: true,
    },
  ),
  // CodeDeploy and ECS move a service from blue to green, each with a role that no setting names.
  ...['CreateTaskSet', 'UpdateServicePrimaryTaskSet', 'DeleteTaskSet'].map((name) =>
    ecsEvent(name, { cluster: 'harbor', service: 'web' }, throughService('codedeploy', 'blue-green')),
  ),
  ...['ModifyListener', 'ModifyRule'].flatMap((name) => [
    exampleEvent('elasticloadbalancing', name, null, throughService('codedeploy', 'blue-green')),
    exampleEvent('elasticloadbalancing', name, null, throughService('ecs', 'ecs-infrastructure')),
  ]),
  // Tasks as their definition has them, started by what somebody set up.
  ...['events', 'scheduler', 'states'].map((service) =>
    ecsEvent('RunTask', { cluster: 'harbor', taskDefinition: 'etl:3' }, throughService(service, 'starter')),
  ),
];

function idsRaisedBy(event: CloudTrailRecord, deployRoles: readonly string[]): readonly string[] {
  return buildCatalogue({ deployRoles, homeRegions: ['eu-west-1'] }).flatMap(({ id, severity, detector }) =>
    severity !== 'low' &&
    detector.kind === 'filter' &&
    parseFilterPattern(detector.pattern).matchesRecord(event)
      ? [id]
      : [],
  );
}

describe('a normal deployment', () => {
  test.each(DEPLOYMENT.map((event, step) => [`${step + 1} ${event.eventName}`, event] as const))(
    'raises nothing above low at step %s, whether or not the deploy role is known',
    (_, event) => {
      expect(idsRaisedBy(event, [])).toEqual([]);
      expect(idsRaisedBy(event, [EXAMPLE_DEPLOY_ROLE])).toEqual([]);
    },
  );

  test('is told when the roles of a deployment are used past the service that has them', () => {
    for (const [service, name] of [
      ['ecs', 'UpdateServicePrimaryTaskSet'],
      ['elasticloadbalancing', 'ModifyListener'],
      ['ecs', 'RunTask'],
    ] as const) {
      const event = exampleEvent(service, name, null, { userIdentity: exampleRole('blue-green', 'work') });
      expect(idsRaisedBy(event, [EXAMPLE_DEPLOY_ROLE])).not.toEqual([]);
    }
  });

  test('is told when a stranger does the same through CloudFormation', () => {
    const stranger = {
      ...registration({}, throughCloudFormation),
      userIdentity: exampleRole('somebody-else'),
    };
    expect(idsRaisedBy(stranger, [EXAMPLE_DEPLOY_ROLE])).toContain(
      'ecs-task-definition-registered-outside-pipeline',
    );
  });
});
