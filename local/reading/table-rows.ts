import { csvRow } from '../../records/envelopes/csv-row';
import { EVENT_HISTORY_LACKS, eventHistoryRecord } from '../../records/envelopes/event-history';
import { flowObject } from '../../records/flow-logs/flow-object';
import type { LogTable } from './log-table';
import type { ReadContext } from './read-context';
import type { RecordReader } from './record-reader';

const QUOTE = 34;
/** What Athena and CloudTrail Lake answer is a table of texts that no record can be made of for certain. */
const ANSWER_REFUSED =
  'a table of events, as Athena, CloudTrail Lake or a SIEM answers, holds no whole records; give the log files themselves, what `aws cloudtrail lookup-events` prints, or a table with the records as they were written (eventJson, _raw, event.original)';
/** A row of a table goes on over this many characters at most: of a file with a lost quote the rest would be one row. CloudWatch takes a megabyte. */
const LONGEST_ROW = 4 * 1024 * 1024;

/** Takes the rows of a table, line by line, each to where its kind goes. */
export class TableRows {
  readonly #context: ReadContext;
  readonly #records: RecordReader;
  readonly #table: LogTable;
  readonly #header: string;
  /** A row whose quote is open yet, and the line that it began on. */
  #row = '';
  #rowLine = 0;
  #isOpen = false;

  /** @param header as its line has it; it may come again */
  constructor(context: ReadContext, records: RecordReader, table: LogTable, header: string) {
    this.#context = context;
    this.#records = records;
    this.#table = table;
    this.#header = header;
    const { tally, place } = context;
    if (table.kind === 'event-history') tally.note(EVENT_HISTORY_LACKS);
    if (table.kind === 'refused') tally.fail(place.line, ANSWER_REFUSED);
    else tally.skip('header');
  }

  end(): void {
    if (this.#row !== '') this.#context.tally.fail(this.#rowLine, 'the file ends within a quoted cell');
  }

  take(line: string): void {
    const table = this.#table;
    const { tally, place } = this.#context;
    const text = this.#row === '' ? line : `${this.#row}\n${line}`;
    if (this.#row !== '') {
      // A row that goes on is looked at again only where its quotes can be closed.
      if (hasOddQuotes(line)) this.#isOpen = !this.#isOpen;
      if (this.#isOpen && text.length < LONGEST_ROW) {
        this.#row = text;
        return;
      }
    }
    if (text.trim() === '' || text.trim() === this.#header) {
      tally.skip(text.trim() === '' ? 'blank line' : 'header');
      return;
    }
    if (this.#row === '') this.#rowLine = place.line;
    const row = text.includes('"') || table.separator === '\t' ? text.replace(/\r$/, '') : text.trim();
    const cells = csvRow(row, table.separator);
    if (cells === undefined && text.length < LONGEST_ROW) {
      this.#row = text;
      this.#isOpen = true;
      return;
    }
    this.#row = '';
    const here = place.line;
    place.line = this.#rowLine;
    if (cells === undefined) tally.fail(place.line, 'a quote is missing in this row');
    else this.#takeCells(table, cells.map(utf8), row);
    place.line = here;
  }

  #takeCells(table: LogTable, cells: readonly string[], row: string): void {
    const { tally, place } = this.#context;
    switch (table.kind) {
      case 'message': {
        // A message that was not put in quotes may hold commas; as the last column it is the rest of the row.
        const isLast = this.#header.split(table.separator).length === table.column + 1;
        const isQuoted = row.charCodeAt(row.length - 1) === QUOTE;
        const isRest = isLast && !isQuoted && cells.length > table.column;
        const message = isRest ? cells.slice(table.column).join(table.separator) : cells[table.column];
        if (message === undefined) tally.odd(place.line, 'a row without its message', true);
        else this.#records.message(message);
        break;
      }
      case 'refused':
        tally.skip('row of a table that is not read');
        break;
      case 'event-history':
        this.#records.object(eventHistoryRecord(table.columns, cells));
        break;
      case 'flow': {
        const flow = flowObject(Object.fromEntries(table.columns.map((name, at) => [name, cells[at] ?? ''])));
        if (flow !== undefined && cells.length === table.columns.length) this.#records.lines.takeObject(flow);
        else
          tally.odd(place.line, `${cells.length} columns where the header has ${table.columns.length}`, true);
        break;
      }
    }
  }
}

function hasOddQuotes(line: string): boolean {
  let isOdd = false;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}

/** Lines are cut as latin1, which suits flow logs; JSON and tables are UTF-8. */
export function utf8(line: string): string {
  return /[\u0080-\u00ff]/.test(line) ? Buffer.from(line, 'latin1').toString('utf8') : line;
}
