import { deployedNames } from './deployed-names';
import type { Deployment } from './described-deployment';

/**
 * Names and ARNs of what a deployment is made of. What it names itself begins with its name: stacks, functions,
 * alarms, topics, queues, rules, schedules; a `*` at the end stands for the rest.
 *
 * @param more what has a name of another shape: buckets, log groups, keys, the trail
 */
export function ownNames(name: string, more: readonly string[]): readonly string[] {
  const { alarmPrefix, athenaWorkgroup, glueDatabase, descriptionParameter } = deployedNames(name);
  return [...new Set([`${alarmPrefix}*`, athenaWorkgroup, glueDatabase, descriptionParameter, ...more])];
}

/** The same, from what the doctor reads and prints. */
export function ownNamesOf({
  name,
  trail,
  flowLogs,
  topics,
  functions,
  audit,
}: Deployment): readonly string[] {
  return ownNames(name, [
    ...(trail.arn === undefined ? [] : [trail.arn]),
    ...[trail.logGroup, trail.bucket, flowLogs.logGroup, flowLogs.bucket].flatMap((own) => own ?? []),
    ...Object.values(topics),
    ...Object.values(functions),
    ...[audit.workgroup, audit.database],
  ]);
}
