import { textAt } from '../../analysis/trail/json-path';
import type { DetectionFamily } from '../detection';
import { onBurst, onFirst } from '../writing/alarm-settings';
import {
  anyOf,
  byOtherThanDeployRoles,
  calls,
  exceptDeployRoles,
  inFirst,
  jsonPattern,
  SUCCEEDED,
} from '../writing/pattern-text';
import { inTemplates } from '../writing/templates';

const OVERRIDES = '$.requestParameters.overrides';

/**
 * What starts tasks as it was set up to; whoever sets one up is told by `task-scheduled-by-hand`. Begun and not spelt out,
 * so that two deploy roles have room beside them: nobody but AWS writes this field.
 */
const SCHEDULERS = ['events.*', 'scheduler.*', 'states.*'];
const INVOKED_BY = '$.userIdentity.invokedBy';

/**
 * A schedule that runs a task as its definition has it does what it was set up for, by whichever role. That a service
 * calls says nothing by itself, since anybody may make a schedule: one that gives the task another command, another
 * environment or another role is told. Without deploy roles only people are told of anyway.
 */
function exceptPlainSchedules(deployRoles: readonly string[]): readonly string[] {
  if (deployRoles.length === 0) return [];
  const others = SCHEDULERS.map((service) => `(${INVOKED_BY} != "${service}")`);
  return [
    anyOf(
      `(${INVOKED_BY} NOT EXISTS)`,
      `(${others.join(' && ')})`,
      `(${OVERRIDES}.taskRoleArn = *)`,
      inFirst(2, `${OVERRIDES}.containerOverrides`, (container) =>
        anyOf(`(${container}.command[0] = *)`, `(${container}.environment[0].name = *)`),
      ),
    ),
  ];
}

/** Tasks started and stopped by hand, and what was different about them. */
export const ecsTasks: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'ecs-task-role-overridden',
    title: 'Task started with another role than its definition gives it',
    severity: 'high',
    attack: ['T1098.003', 'T1548'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'RunTask', 'StartTask'),
        anyOf(`(${OVERRIDES}.taskRoleArn = *)`, `(${OVERRIDES}.executionRoleArn = *)`),
        SUCCEEDED,
        ...exceptDeployRoles(deployRoles),
      ),
      beyond: [
        inTemplates(({ request }) => {
          const role =
            textAt(request, 'overrides.taskRoleArn') ?? textAt(request, 'overrides.executionRoleArn');
          return role !== undefined && `runs a task as ${role}`;
        }),
      ],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        "RunTask or StartTask carried overrides.taskRoleArn or executionRoleArn: a known image ran with a role of the caller's choice.",
      impact:
        'With iam:PassRole and ecs:RunTask one becomes any role that trusts ecs-tasks.amazonaws.com. This is a documented way to administrator.',
      diagnosis: [
        'Compare requestParameters.overrides.taskRoleArn with the taskRoleArn of requestParameters.taskDefinition; what may the override do that the definition may not?',
        'Read overrides.containerOverrides[].command of the same record: a command that prints or sends credentials settles it.',
        'For 2 hours after, list calls with sessionIssuer.arn equal to the override; the session name is the task id.',
      ],
      response: [
        'Stop the task (responseElements.tasks[].taskArn): `aws ecs stop-task --cluster <cluster> --task <arn>`.',
        'Revoke the sessions of the role that was passed, and review what it did.',
        'Narrow iam:PassRole of the caller to the roles of their own services. A scheduler that overrides roles on purpose belongs in deployRoles.',
      ],
    },
  },
  {
    id: 'ecs-task-run-outside-pipeline',
    title: 'Task run ad hoc, or with another command, by an identity that does not deploy',
    severity: 'medium',
    attack: ['T1610', 'T1609', 'T1059'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'RunTask', 'StartTask'),
        SUCCEEDED,
        byOtherThanDeployRoles(deployRoles),
        ...exceptPlainSchedules(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        "RunTask or StartTask started a task outside any service; overrides may give a trusted image a command or environment of somebody's own.",
      impact:
        'Code of their choice may run with your task role, secrets and network while the task definition stays clean, and nobody notices when it does not end.',
      diagnosis: [
        'Read requestParameters.overrides.containerOverrides[].command and environment first; a migration is easy to tell from a shell one-liner. Then taskDefinition, count and networkConfiguration.',
        'See how it ended: DescribeTasks keeps exitCode and stoppedReason for about an hour, the log stream keeps its output.',
        'Does userIdentity.invokedBy say a scheduler (events.amazonaws.com, scheduler.amazonaws.com) or a state machine (states.amazonaws.com)? Then that changes the command, environment or role: read it in the rule, schedule or machine, and put its exact role in deployRoles if that is meant.',
        'In the hour before, look for RegisterTaskDefinition of the same family by the same identity.',
      ],
      response: [
        'Stop it if nobody owns it: task ARNs are in responseElements.tasks[].taskArn.',
        'Give the recurring job a task definition and a schedule of its own, and put the role that runs it in deployRoles.',
        'Give ecs:RunTask with the condition ecs:cluster and on the families that people need.',
      ],
    },
  },
  {
    id: 'ecs-tasks-stopped-in-bulk',
    title: 'Five or more tasks stopped by hand within ten minutes',
    severity: 'medium',
    attack: ['T1489', 'T1499'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(calls('ecs', 'StopTask'), SUCCEEDED, ...exceptDeployRoles(deployRoles)),
    },
    alarm: onBurst(5),
    runbook: {
      meaning:
        'StopTask was called at least five times in ten minutes. Deployments, scaling and failed health checks do not call it: this is a person or a script.',
      impact: 'Services lose capacity faster than they replace it; users see errors.',
      diagnosis: [
        'In those 10 minutes, group StopTask by userIdentity.arn and requestParameters.cluster, and read requestParameters.reason.',
        'Hold it against runningCount and desiredCount now: `aws ecs describe-services --cluster <cluster> --services <service>`.',
        'Batch and Step Functions stop their own tasks: userAgent batch.amazonaws.com or states.amazonaws.com with the same role every day.',
      ],
      response: [
        'Block the identity if the stops go on, and watch that the services come back to desiredCount.',
        'Grow for the moment: `aws ecs update-service --cluster <cluster> --service <service> --desired-count <n>`.',
      ],
    },
  },
  {
    id: 'ecs-crypto-mining-suspected',
    title: 'Very large task with an image from outside the registry: looks like crypto mining',
    severity: 'high',
    attack: ['T1496', 'T1610'],
    set: 'tuned',
    detector: { kind: 'composite', of: ['ecs-large-task-defined', 'ecs-foreign-image-defined'] },
    runbook: {
      meaning:
        'A task of 8 vCPU or more and a task definition with a foreign image appeared at the same time. In the incidents that were published, miners needed under two minutes from the first call to running tasks in 17 regions.',
      impact:
        'Thousands of dollars a day until it is stopped, and stolen credentials that can do more than mining.',
      diagnosis: [
        'In the 15 minutes around, list RegisterTaskDefinition with requestParameters.cpu of 8192 or more together with its image: one record with both confirms it.',
        'In the hour after, group CreateCluster, CreateService and RunTask by awsRegion: mining is run in every region that has quota.',
        'Trace userIdentity.accessKeyId back 30 days: where was it first used from an unknown sourceIPAddress?',
      ],
      response: [
        'Deactivate the key now: `aws iam update-access-key --status Inactive --user-name <user> --access-key-id <key>`.',
        'In every region: `aws ecs list-clusters`, then for each service desired count 0 and `aws ecs delete-service --force`; stop single tasks.',
        'Remove users, keys and roles that the same identity created, and open a case with AWS about the cost.',
      ],
    },
  },
];
