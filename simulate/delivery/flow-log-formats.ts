import { ANALYZER_FLOW_LOG_FIELDS } from '../../records/flow-logs/deployed-flow-logs';
import { FLOW_LOG_FIELD_BY_NAME, FLOW_LOG_FIELDS } from '../../records/flow-logs/flow-log-fields';

/** The fields of the flow log that the analyzers read, as they are deployed. */
export const ANALYZER_FORMAT: readonly string[] = ANALYZER_FLOW_LOG_FIELDS;

/** The fields of the flow log that the audits read: all. */
export const AUDIT_FORMAT: readonly string[] = FLOW_LOG_FIELDS.map(({ name }) => name);

/** What the `version` field of a format's records says: the highest version among its fields. */
export function formatVersion(format: readonly string[]): number {
  return Math.max(...format.map((name) => FLOW_LOG_FIELD_BY_NAME.get(name)?.version ?? 2));
}
