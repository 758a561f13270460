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

function kindOf(columns: readonly string[]): Kind | undefined {
  if (columns.length < 2) return undefined;
  const names = columns.map((column) => column.toLowerCase().replace(/^\ufeff?@/, ''));
  const column = names.indexOf('message');
  if (column !== -1) return { kind: 'message', column };
  if (isEventHistoryHeader(columns)) return { kind: 'event-history', columns };
  const isFlow = flowObject(Object.fromEntries(columns.map((name) => [name, name]))) !== undefined;
  if (isFlow) return { kind: 'flow', columns };
  return names.includes('eventname') && names.includes('eventtime')
    ? { kind: 'refused', columns }
    : undefined;
}
