import {
  arn,
  container,
  EXAMPLE_ECR_IMAGE,
  ecsEvent,
  registration,
  serviceUpdate,
  taskRun,
} from './ecs-example';
import { denied, type ExampleTable, exampleDeployer } from './example-event';

const unlogged = { name: 'web', image: EXAMPLE_ECR_IMAGE, essential: true };
const excluded = ecsEvent('TagResource', {
  resourceArn: arn('cluster/harbor'),
  tags: [{ key: 'GuardDutyManaged', value: 'false' }],
});

export const ecsTaskSafeguardsExamples: ExampleTable = {
  'ecs-task-logging-removed': {
    fires: [
      registration({ containerDefinitions: [unlogged] }),
      registration({ containerDefinitions: [container(), { ...unlogged, name: 'side' }] }),
    ],
    staysSilent: [
      registration(),
      registration({ containerDefinitions: [container(), container({ name: 'side' })] }),
      registration({ containerDefinitions: [unlogged] }, { userIdentity: exampleDeployer }),
    ],
  },
  'ecs-platform-version-outdated': {
    fires: [serviceUpdate({ platformVersion: '1.3.0' }), taskRun({ platformVersion: '1.0.0' })],
    staysSilent: [serviceUpdate({ platformVersion: 'LATEST' }), serviceUpdate({ platformVersion: '1.4.0' })],
  },
  'ecs-guardduty-agent-excluded': {
    fires: [
      excluded,
      ecsEvent('CreateCluster', {
        clusterName: 'harbor-2',
        tags: [
          { key: 'team', value: 'web' },
          { key: 'GuardDutyManaged', value: 'false' },
        ],
      }),
      ecsEvent('UntagResource', {
        resourceArn: arn('cluster/harbor'),
        tagKeys: ['team', 'GuardDutyManaged'],
      }),
      denied(
        ecsEvent('PutAccountSetting', { name: 'guardDutyActivate', value: 'off' }),
        'InvalidParameterException',
      ),
    ],
    staysSilent: [
      ecsEvent('TagResource', {
        resourceArn: arn('cluster/harbor'),
        tags: [{ key: 'GuardDutyManaged', value: 'true' }],
      }),
      ecsEvent('TagResource', {
        resourceArn: arn('cluster/harbor'),
        tags: [{ key: 'spot', value: 'false' }],
      }),
      denied(excluded),
      ecsEvent('PutAccountSetting', { name: 'awsvpcTrunking', value: 'enabled' }),
    ],
  },
  'ecs-fault-injection-enabled': {
    fires: [registration({ enableFaultInjection: true })],
    staysSilent: [
      registration({ enableFaultInjection: false }),
      denied(registration({ enableFaultInjection: true })),
    ],
  },
};
