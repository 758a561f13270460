import type { TaskDefinitionRule } from '../rule';
import { attackTechnique, awsConfig, controlTower, ecsGuide, securityHub } from '../sources';
import { isOpen } from '../task-definition';
import { inContainers } from './in-containers';

/** Drivers that leave the lines on the host, where they end with it. */
const STAYS_ON_HOST: ReadonlySet<string> = new Set(['json-file', 'local', 'journald', 'none', 'etwlogs']);
/** Drivers that send the lines to an address of the user's choice, past IAM. */
const LEAVES_AWS: ReadonlySet<string> = new Set(['syslog', 'gelf', 'fluentd', 'splunk', 'logentries']);

/** What remains to be read after an incident. */
export const LOG_RULES: readonly TaskDefinitionRule[] = [
  {
    id: 'logs-missing',
    title: 'Container writes no logs',
    severity: 'high',
    reason: 'What happened in the container is known to nobody once the task has ended.',
    fix: 'Set logConfiguration with logDriver awslogs or awsfirelens.',
    sources: [
      securityHub('ECS.9'),
      awsConfig('ecs-task-definition-log-configuration'),
      controlTower('CT.ECS.PR.5'),
    ],
    breaches: inContainers('logConfiguration', ({ logConfiguration }) => {
      if (logConfiguration === undefined) return 'logConfiguration is absent';
      return logConfiguration.driver === undefined ? 'logConfiguration has no logDriver' : undefined;
    }),
  },
  {
    id: 'logs-stay-on-host',
    title: 'Logs stay on the host',
    severity: 'medium',
    reason: 'The lines end with the host, and whoever takes the host over takes or changes them.',
    fix: 'Set logDriver to awslogs or awsfirelens.',
    sources: [ecsGuide('using_awslogs'), attackTechnique('T1070')],
    breaches: inContainers('logConfiguration.logDriver', ({ logConfiguration }) =>
      STAYS_ON_HOST.has(logConfiguration?.driver ?? '')
        ? `logDriver is ${logConfiguration?.driver}`
        : undefined,
    ),
  },
  {
    id: 'logs-leave-the-account',
    title: 'Logs go to an address, not to a service of AWS',
    severity: 'medium',
    reason:
      'Lines with what users sent leave past IAM and CloudTrail; a new address in a known family is how they are diverted.',
    fix: 'Send them to CloudWatch Logs, or by FireLens with a role; keep the address if it is your collector.',
    sources: [ecsGuide('using_awslogs'), attackTechnique('T1567')],
    breaches: inContainers('logConfiguration.logDriver', ({ logConfiguration }) =>
      LEAVES_AWS.has(logConfiguration?.driver ?? '') ? `logDriver is ${logConfiguration?.driver}` : undefined,
    ),
  },
  {
    id: 'logs-block-the-program',
    title: 'The program waits for its logs',
    severity: 'low',
    reason:
      'With mode blocking, an outage of CloudWatch Logs in the region stops the program at its next line.',
    fix: 'Set the option mode to non-blocking and max-buffer-size to what may be lost, such as 25m.',
    sources: [ecsGuide('using_awslogs')],
    breaches: inContainers('logConfiguration.options.mode', ({ logConfiguration }) =>
      logConfiguration?.options['mode'] === 'blocking' ? 'mode is blocking' : undefined,
    ),
  },
  {
    id: 'log-group-made-by-task',
    title: 'The task makes its own log group',
    severity: 'low',
    reason:
      'The group has no key of yours and keeps its lines for ever, and the execution role may make any other.',
    fix: 'Make the group in the template, with retention and key, and leave awslogs-create-group out.',
    sources: [ecsGuide('using_awslogs')],
    breaches: inContainers('logConfiguration.options.awslogs-create-group', ({ logConfiguration }) => {
      const option = logConfiguration?.options['awslogs-create-group'];
      return option !== undefined && !isOpen(option) && option.toLowerCase() === 'true'
        ? 'awslogs-create-group is true'
        : undefined;
    }),
  },
];
