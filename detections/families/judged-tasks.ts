import type { Severity } from '../../analysis/finding';
import { judgeTaskDefinition } from '../../analysis/task-definition/judge-task-definition';
import { taskInRecord } from '../../analysis/task-definition/read/tasks-in-document';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { on, predicate } from '../writing/trail-rules';

const LOUD: ReadonlySet<Severity> = new Set(['high', 'critical']);
/** A message names the worst faults; all of them stand in the answer of `harborwatch judge`. */
const NAMED = 4;

/** Task definitions judged by every rule at the moment of their registration. */
export const judgedTasks: DetectionFamily = () => [
  {
    id: 'ecs-unsafe-task-definition-registered',
    title: 'Task definition registered that the judge refuses',
    severity: 'high',
    attack: ['T1610', 'T1611', 'T1552.001'],
    set: 'tuned',
    detector: predicate(on('ecs', 'RegisterTaskDefinition', 'RegisterDaemonTaskDefinition'), refusal),
    runbook: {
      meaning:
        'A revision breaks rules of high or critical severity of the judge: power over the host, a secret in plain text, a command that fetches code or credentials, no logs. All containers of the definition were looked at; docs/task-definition-rules.md has the rules.',
      impact:
        'The next task that runs the revision gives an intruder the host, a secret or a way out; whoever may describe the definition reads the secret already.',
      diagnosis: [
        'Judge it as a whole: `aws ecs describe-task-definition --task-definition <family>:<revision> > task.json`, then `npx harborwatch judge task.json --all`.',
        'Compare with the revision before it over the last 30 days: is the fault new, and is the image, too?',
        'In the hour after eventTime, look for RunTask, UpdateService and CreateService that name requestParameters.family.',
      ],
      response: [
        'Deregister the revision, and point services back to the one before: `aws ecs deregister-task-definition --task-definition <family>:<revision>`.',
        'Rotate a secret that stood in it: CloudTrail keeps the record of the registration, with the value.',
        'Let the pipeline refuse it: `npx harborwatch judge` on the template, or the validation plugin in `cdk synth`.',
      ],
    },
  },
];

/** The worst faults in words; no secret's value is among them. */
function refusal(call: TrailCall): string | false {
  const task = call.succeeded ? taskInRecord(call.record) : undefined;
  if (task === undefined) return false;
  const loud = judgeTaskDefinition(task.definition, task.surroundings).filter(({ severity }) =>
    LOUD.has(severity),
  );
  if (loud.length === 0) return false;
  const worstFirst = loud.toSorted(
    (a, b) => Number(b.severity === 'critical') - Number(a.severity === 'critical'),
  );
  const named = worstFirst.slice(0, NAMED).map(({ rule, what }) => `${rule.id} (${what})`);
  const more = loud.length > NAMED ? ` and ${loud.length - NAMED} more` : '';
  return `breaks ${named.join(', ')}${more}`;
}
