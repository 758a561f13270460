import { DEFAULT_FORMAT, FLOW_LOG_FIELD_BY_NAME, FLOW_LOG_FIELDS } from '../../../records/flow-log-fields';

/** The fields of the flow log that the analyzers read: every further one is paid for in each line. */
export const ANALYZER_FORMAT: readonly string[] = [
  ...DEFAULT_FORMAT,
  'tcp-flags',
  'flow-direction',
  'type',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'ecs-cluster-name',
  'ecs-service-name',
  'ecs-task-id',
];

/** The fields of the flow log that the audits read: all. */
export const AUDIT_FORMAT: readonly string[] = FLOW_LOG_FIELDS.map(({ name }) => name);

/** What the `version` field of a format's records says: the highest version among its fields. */
export function formatVersion(format: readonly string[]): number {
  return Math.max(...format.map((name) => FLOW_LOG_FIELD_BY_NAME.get(name)?.version ?? 2));
}
