import { messageOf } from '../../records/values/message-of';
import type { AuditAnswer, AuditOptions } from '../query/audit-folder';
import type { OpenPlace } from '../reading/places/open-place';
import type { ReadReport } from '../reading/read-report';
import { counted } from '../terminal/counted';

/** Sources that the audit tables are made from. */
const TABLE_KINDS = new Set(['cloudtrail', 'flow-log-text', 'flow-log-parquet', 'container-log']);

/**
 * Records from which on the audit questions wait to be asked for: they read everything a second time, and hold a
 * few hundred MB while they do.
 */
const MOST_RECORDS = 200_000;

/** Records up to which one thread is enough: of few, the others only cost (docs/measurements.md). */
const MOST_RECORDS_OF_A_THREAD = 20_000;

/** What DuckDB may hold before it goes to disk: a replay as a whole stays within 512 MiB. */
const MEMORY_MEGABYTES = 256;

/** The answers, and a sentence for each question that was not asked or not answered. */
export interface Audit {
  readonly answers: readonly AuditAnswer[];
  readonly notes: readonly string[];
}

const NOTHING: Audit = { answers: [], notes: [] };

/**
 * Asks the folder of a replay the saved questions whose rows are always news. It comes after what the replay found, and
 * does not fail: what went wrong is a note.
 *
 * @param isWanted true asks in any case, false never
 */
export async function askAudit(
  place: Pick<OpenPlace, 'local'>,
  isWanted: boolean | undefined,
  read: ReadReport,
  options: Omit<AuditOptions, 'onProgress' | 'memoryMegabytes'>,
): Promise<Audit> {
  if (isWanted === false) return NOTHING;
  if (!read.files.some(({ kind }) => TABLE_KINDS.has(kind))) return NOTHING;
  if (isWanted === undefined && read.totals.records > MOST_RECORDS) {
    const note = `the audit questions were not asked of ${read.totals.records} records; --audit asks them, \`npx harborwatch query --list\` names them`;
    return { answers: [], notes: [note] };
  }
  try {
    // Loaded only where something is asked: DuckDB takes as long to load as Node does to start.
    const { auditFolder } = require('../query/audit-folder') as typeof import('../query/audit-folder');
    const isSmall = read.totals.records <= MOST_RECORDS_OF_A_THREAD;
    const limits = { memoryMegabytes: MEMORY_MEGABYTES, ...(isSmall && { threads: 1 }) };
    const { path: folder, missing } = await place.local();
    options.known?.checkAgainst(read);
    const { answers, failed, notes: leftOut } = await auditFolder(folder, { ...options, ...limits });
    const notes = [
      ...failed.map(({ id, reason }) => `the audit question ${id} failed: ${firstLine(reason)}`),
      ...leftOut.map((note) => `of the audit questions, ${note}`),
    ];
    if (missing.length === 0) return { answers, notes };
    const [first] = missing;
    const lost = `the audit questions know nothing of ${counted(missing.length, 'file')} that could not be fetched (${first?.path}: ${first?.reason})`;
    return { answers, notes: [...notes, lost] };
  } catch (error) {
    return { answers: [], notes: [`the audit questions could not be asked: ${firstLine(messageOf(error))}`] };
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
