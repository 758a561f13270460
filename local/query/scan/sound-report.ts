import type { TableName } from '../../../records/tables/table-definition';
import type { FileReport } from '../../reading/read-report';

/** What was seen of a file's records beside what the report says. */
export interface SeenContent {
  readonly hasMilliseconds: boolean;
  /** It is one document `{"Records":[…]}`, as far as it is JSON at all. */
  readonly isOneList: boolean;
  /** None of its records belongs into another table. */
  readonly isOfOneTable: boolean;
}

/** What is counted and changes no row. */
const HARMLESS: ReadonlySet<string> = new Set(['NODATA', 'SKIPDATA']);

const KIND_OF: Readonly<Record<TableName, FileReport['kind']>> = {
  cloudtrail_logs: 'cloudtrail',
  vpc_flow_logs: 'flow-log-text',
  container_logs: 'container-log',
};

/** Would DuckDB's own readers give the same rows of the file as the reader, whose report this is? */
export function isSoundReport(report: FileReport, table: TableName, content: SeenContent): boolean {
  if (report.unreadableCount > 0 || content.hasMilliseconds || !content.isOfOneTable) return false;
  if (report.notes !== undefined || (table === 'cloudtrail_logs' && !content.isOneList)) return false;
  if (Object.keys(report.remarks ?? {}).some((remark) => !HARMLESS.has(remark))) return false;
  const { header = 0, ...skipped } = report.skipped;
  if (Object.keys(skipped).length > 0 || header > 1) return false;
  return report.analyzed === 0 || KIND_OF[table] === report.kind;
}
