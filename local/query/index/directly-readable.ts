import { isGzip } from '../../reading/gunzip';
import { formOfHead } from '../../reading/kind-of-file';
import type { LogFile } from '../../reading/log-file';
import type { FileReport } from '../../reading/read-report';
import { textLayout } from '../duckdb/text-layout';
import { readHead, readStoredHead } from '../read-head';
import type { Loaded, LoadedFile } from '../record-loader';
import { isSoundReport } from '../scan/sound-report';
import type { StoredEntry } from './index-store';

type Learned = Pick<StoredEntry, 'facts' | 'skipped'>;

/** As CloudTrail delivers them; what `lookup-events` or `filter-log-events` print is another list. */
const RECORDS = /^\s*\{\s*"Records"\s*:\s*\[/;
/**
 * A header, or a record of the default format's 14 fields. A console's CSV and an export with a time before each line hold the
 * same records in an envelope, which the reader takes off and DuckDB would not.
 */
const PLAIN_FIRST_LINE = /^(?:[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)+|\d+ \S+(?: \S+){12}) *\r?(?:\n|$)/;

/**
 * Which of the loaded files DuckDB may read where they lie, the next time, and which need not be opened at all.
 *
 * Only what AWS itself writes is taken: one `{"Records":[…]}` a file, and flow log text of one format that its first
 * line names or that is the default. Everything else is loaded record by record each time.
 */
export function directlyReadable(
  files: readonly LogFile[],
  { report, contents }: Loaded,
): ReadonlyMap<string, Learned> {
  const reports = new Map(report.files.map((file) => [file.path, file]));
  const learned = new Map<string, Learned>();
  for (const { name, localPath, closed } of files) {
    const said = reports.get(name);
    if (localPath === undefined || closed !== undefined || said === undefined) continue;
    if (said.kind === 'unknown' && said.unreadableCount === 0)
      learned.set(localPath, { skipped: said.reason ?? 'unknown, holds no records' });
    const content = contents.get(name);
    if (content === undefined || !isReadable(localPath, said, content)) continue;
    learned.set(localPath, { facts: content.facts.of(content.table) });
  }
  return learned;
}

function isReadable(file: string, report: FileReport, content: LoadedFile): boolean {
  const { table, formats } = content;
  if (table === 'container_logs' || !isSoundReport(report, table, content)) return false;
  if (isGzip(readStoredHead(file)) !== file.endsWith('.gz')) return false;
  const head = readHead(file);
  if (table === 'cloudtrail_logs') return RECORDS.test(head.toString('utf8'));
  if (formOfHead(head) !== 'text' || formats.size !== 1) return false;
  const [names] = formats;
  const text = head.toString('utf8');
  return PLAIN_FIRST_LINE.test(text) && textLayout(text).fields.join(' ') === names;
}
