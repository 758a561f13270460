import {
  arn,
  container,
  EXAMPLE_ECR_IMAGE,
  ecsEvent,
  registration,
  serviceUpdate,
  taskRun,
} from './ecs-example';
import { denied, type ExampleTable } from './example-event';

const unlogged = { name: 'web', image: EXAMPLE_ECR_IMAGE, essential: true };
const excluded = ecsEvent('TagResource', {
  resourceArn: arn('cluster/harbor'),
  tags: [{ key: 'GuardDutyManaged', value: 'false' }],
});

export const ecsTaskSafeguardsExamples: ExampleTable = {
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
  'ecs-hardening-missing': {
    fires: [
      registration({ containerDefinitions: [container({ user: 'root' })] }),
      registration({ containerDefinitions: [container(), container({ user: '0:0' })] }),
      registration({ containerDefinitions: [container({ readonlyRootFilesystem: false })] }),
      registration({ containerDefinitions: [unlogged] }),
      registration({ containerDefinitions: [container(), { ...unlogged, name: 'side' }] }),
      registration({ enableFaultInjection: true }),
      serviceUpdate({ platformVersion: '1.3.0' }),
      taskRun({ platformVersion: '1.0.0' }),
    ],
    staysSilent: [
      registration(),
      registration({ containerDefinitions: [container({ user: '1000' })] }),
      registration({ enableFaultInjection: false }),
      serviceUpdate({ platformVersion: 'LATEST' }),
      serviceUpdate({ platformVersion: '1.4.0' }),
    ],
  },
};
