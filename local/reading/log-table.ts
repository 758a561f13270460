import { csvRow, SEPARATORS, type Separator } from '../../records/envelopes/csv-row';
import { isEventHistoryHeader } from '../../records/envelopes/event-history';
import { flowObject } from '../../records/flow-logs/flow-object';

/** What the rows of a table are, by its header, and what stands between two cells. */
export type LogTable = Kind & { readonly separator: Separator };

/**
 * The table that begins with this line; undefined for any other line. AWS's consoles part cells by commas; a spreadsheet
 * saves them again with semicolons where commas are for decimals, or with tabs.
 */
export function tableOfHeader(line: string): LogTable | undefined {
  // One column only: nothing parts anything.
  if (ONE_COLUMN.test(line)) return { kind: 'message', column: 0, separator: ',' };
  for (const separator of SEPARATORS) {
    if (!line.includes(separator)) continue;
    const columns = csvRow(line, separator)?.map((column) => column.trim());
    const kind = columns === undefined ? undefined : kindOf(columns);
    // Flows that are parted by tabs are lines to the reader of lines.
    if (kind === undefined || (kind.kind === 'flow' && separator === '\t')) continue;
    return { ...kind, separator };
  }
  return undefined;
}

type Kind =
  | { readonly kind: 'message'; readonly column: number }
  | { readonly kind: 'event-history' | 'flow' | 'refused'; readonly columns: readonly string[] };

/**
 * Columns that hold a record as it was written, the surest first: of CloudTrail Lake, the CLI, Logs Insights and the
 * console, Splunk, Elastic, Loki, and of collectors.
 */
const MESSAGE_COLUMNS = [
  'eventjson',
  'cloudtrailevent',
  '_raw',
  'event.original',
  'message',
  'raw',
  'rawlog',
  'raw_log',
  'rawdata',
  'line',
  'log',
  '_source',
];
const ONE_COLUMN =
  /^(?:\xef\xbb\xbf|\ufeff)?"?(?:eventJson|CloudTrailEvent|_raw|event\.original|@message)"?$/i;
/** What says when something happened, in tables that name events. */
const TIME_COLUMNS = [
  'eventtime',
  'event_time',
  'timegenerated',
  'timestamp',
  '_time',
  'time',
  'eventsource',
];

function kindOf(columns: readonly string[]): Kind | undefined {
  if (columns.length < 2) return undefined;
  const names = columns.map((column) =>
    column
      .toLowerCase()
      .replace(/^\ufeff/, '')
      .replace(/^@/, ''),
  );
  const column = MESSAGE_COLUMNS.map((name) => names.indexOf(name)).find((at) => at !== -1);
  if (column !== undefined) return { kind: 'message', column };
  if (isEventHistoryHeader(columns)) return { kind: 'event-history', columns };
  const isFlow = flowObject(Object.fromEntries(columns.map((name) => [name, name]))) !== undefined;
  if (isFlow) return { kind: 'flow', columns };
  if (names.some((name) => name.startsWith('aws.cloudtrail.'))) return { kind: 'refused', columns };
  return names.includes('eventname') && TIME_COLUMNS.some((name) => names.includes(name))
    ? { kind: 'refused', columns }
    : undefined;
}
