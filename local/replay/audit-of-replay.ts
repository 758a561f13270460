import { type AuditAnswer, auditFolder } from '../query/audit-folder';
import type { ReadReport } from '../reading/read-report';

/** Sources that the audit tables are made from. */
const TABLE_KINDS = new Set(['cloudtrail', 'flow-log-text', 'flow-log-parquet', 'container-log']);

/**
 * Records from which on the audit questions wait to be asked for: they read everything a second time, and hold a
 * few hundred MB while they do.
 */
const MOST_RECORDS = 200_000;

/** What DuckDB may hold before it goes to disk: a replay as a whole stays within 512 MiB. */
const MEMORY_MEGABYTES = 256;

/** The answers, or a sentence for why the questions were not asked. */
export interface Audit {
  readonly answers: readonly AuditAnswer[];
  readonly note: string | undefined;
}

/**
 * Asks the folder of a replay the saved questions whose rows are always news.
 *
 * @param isWanted true asks in any case, false never
 */
export async function askAudit(
  folder: string,
  isWanted: boolean | undefined,
  read: ReadReport,
  range: { readonly since?: string; readonly until?: string },
): Promise<Audit> {
  if (isWanted === false) return { answers: [], note: undefined };
  if (!read.files.some(({ kind }) => TABLE_KINDS.has(kind))) return { answers: [], note: undefined };
  if (isWanted === undefined && read.totals.records > MOST_RECORDS) {
    const note = `the audit questions were not asked of ${read.totals.records} records; --audit asks them, \`harborwatch query --list\` names them`;
    return { answers: [], note };
  }
  const memoryMegabytes = MEMORY_MEGABYTES;
  return { answers: await auditFolder(folder, { ...range, memoryMegabytes }), note: undefined };
}
