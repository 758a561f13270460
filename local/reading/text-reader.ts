import { csvRow } from '../../records/envelopes/csv-row';
import { EVENT_HISTORY_LACKS, eventHistoryRecord } from '../../records/envelopes/event-history';
import { flowObject } from '../../records/flow-logs/flow-object';
import { LineSplitter } from './line-splitter';
import { type LogTable, tableOfHeader } from './log-table';
import type { ByteReader, ReadContext } from './read-context';
import { ReadLater } from './read-later';
import { RecordReader } from './record-reader';

const NEWLINE = 10;
const DASH = 45;
const LETTER_T = 84;
const OPEN_BRACE = 123;
const QUOTE = 34;
/** `2026-05-01T10:00:00.000Z `, as an export of a log group to S3 and `aws logs tail` (`short`: without a zone) write it before each line. */
const TIME_BEFORE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?[ \t]/;
/** The stream of an interface, which `aws logs tail --format detailed` writes before a flow. */
const FLOW_STREAM = /^eni-[\w-]+-(?:all|accept|reject)$/;
/** A UTF-8 byte order mark, which Windows writes, as latin1. */
const BYTE_ORDER_MARK = '\xef\xbb\xbf';
/** What Athena and CloudTrail Lake answer is a table of texts that no record can be made of for certain. */
const ANSWER_REFUSED =
  'a table of events, as Athena or CloudTrail Lake answers, holds no whole records; give the log files themselves, or what `aws cloudtrail lookup-events` prints';
/** The first line of `aws cloudtrail lookup-events --output yaml`. */
const YAML_BEGINS = 'Events:';
/** The beginning of a record as CloudTrail writes it. */
const RECORD_BEGINS = '{"eventVersion"';
/** A row of a table goes on over this many characters at most: of a file with a lost quote the rest would be one row. CloudWatch takes a megabyte. */
const LONGEST_ROW = 4 * 1024 * 1024;

/**
 * Reads text line by line: flow logs with and without a header, JSON lines among other lines, exports of log groups
 * with a time before each line, and the tables that the console gives (log events, Logs Insights, event history).
 */
export class TextReader implements ByteReader {
  readonly #context: ReadContext;
  readonly #records: RecordReader;
  readonly #splitter: LineSplitter;
  #table: LogTable | undefined;
  #header = '';
  /** Did a record stand within a line? */
  #hasWithin = false;
  /** A row whose quote is open yet, and the line that it began on. */
  #row = '';
  #rowLine = 0;
  #isOpen = false;

  constructor(context: ReadContext) {
    this.#context = context;
    this.#records = new RecordReader(context);
    this.#splitter = new LineSplitter(
      (line) => {
        context.place.line++;
        const isMarked = context.place.line === 1 && line.startsWith(BYTE_ORDER_MARK);
        this.#take(isMarked ? line.slice(BYTE_ORDER_MARK.length) : line);
      },
      () => context.tally.odd(++context.place.line, 'longer than any line of a log', false),
    );
  }

  push(chunk: Buffer): boolean {
    const { lines } = this.#records;
    let at = 0;
    // How much of what is no plain flow is read line by line before plain flows are looked for again.
    let stride = 1;
    while (at < chunk.length) {
      const isQuick = lines.isSettled && this.#table === undefined && !this.#splitter.isWithinLine;
      const next = isQuick ? lines.takeBytes(chunk, at) : at;
      if (next > at) stride = 1;
      at = next;
      const end = chunk.indexOf(NEWLINE, Math.min(at + stride - 1, chunk.length - 1)) + 1;
      stride *= 2;
      const piece = end === 0 ? chunk.length : end;
      if (at < piece)
        this.#splitter.push(at === 0 && piece === chunk.length ? chunk : chunk.subarray(at, piece));
      at = piece;
    }
    return true;
  }

  end(cutShort?: string): void {
    const { tally, place } = this.#context;
    // What stands after the last line break before a cut is a piece of a line, which could pass for a whole one.
    if (cutShort === undefined) this.#splitter.end();
    if (this.#row !== '') tally.fail(this.#rowLine, 'the file ends within a quoted cell');
    if (cutShort !== undefined) tally.fail(place.line + 1, cutShort);
  }

  #take(line: string): void {
    if (this.#table !== undefined) this.#takeRow(this.#table, line);
    else if (line.charCodeAt(4) === DASH && line.charCodeAt(10) === LETTER_T && TIME_BEFORE.test(line)) {
      this.#takeTimed(line);
    } else if (line.charCodeAt(0) === OPEN_BRACE) this.#records.message(utf8(line));
    else if (line.includes(RECORD_BEGINS)) this.#takeWithin(line);
    else if (this.#isAround(line)) this.#context.tally.skip('around a record');
    else if (this.#context.tally.isKnown || !this.#takeTableHeader(line)) this.#takeLine(line);
  }

  /** Where records stand within lines, other lines are what a tool wrote around them. */
  #isAround(line: string): boolean {
    return line.trimEnd() === YAML_BEGINS || (this.#hasWithin && !/[{}]/.test(line));
  }

  /** A record with something around it: `lookup-events --output text`, `yaml` and `table`, lines that a collector marked. */
  #takeWithin(line: string): void {
    const text = utf8(line.slice(line.indexOf(RECORD_BEGINS), line.lastIndexOf('}') + 1));
    // YAML doubles an apostrophe between two of them.
    const record = [text, text.replaceAll("''", "'")].find(isJson);
    if (record !== undefined) this.#hasWithin = true;
    if (record !== undefined) this.#records.message(record);
    else
      this.#context.tally.odd(
        this.#context.place.line,
        'a record in a line that cannot be cut out of it',
        true,
      );
  }

  /** Old editors end lines with a carriage return alone. */
  #takeLine(line: string): void {
    const isMany = line.includes('\r') && line.indexOf('\r') < line.length - 1;
    if (!isMany) this.#records.line(line);
    else for (const part of line.split('\r')) if (part !== '') this.#take(part);
  }

  #takeTimed(line: string): void {
    const message = line.slice(line.search(/[ \t]/) + 1);
    const second = message.indexOf(' ') + 1;
    // `aws logs tail` writes the stream's name before the message.
    const isTail =
      second > 0 &&
      message.charCodeAt(0) !== OPEN_BRACE &&
      (message.charCodeAt(second) === OPEN_BRACE || FLOW_STREAM.test(message.slice(0, second - 1)));
    const own = isTail ? message.slice(second) : message;
    if (own.charCodeAt(0) === OPEN_BRACE) this.#records.message(utf8(own));
    else this.#records.line(own);
  }

  /** Is the line the header of a table that is known? */
  #takeTableHeader(line: string): boolean {
    const table = tableOfHeader(line.trim());
    if (table === undefined) return false;
    if (table.kind === 'event-history' && this.#context.mayWait) throw new ReadLater();
    this.#table = table;
    this.#header = line.trim();
    if (table.kind === 'event-history') this.#context.tally.note(EVENT_HISTORY_LACKS);
    if (table.kind === 'refused') this.#context.tally.fail(this.#context.place.line, ANSWER_REFUSED);
    else this.#context.tally.skip('header');
    return true;
  }

  #takeRow(table: LogTable, line: string): void {
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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Lines are cut as latin1, which suits flow logs; JSON and tables are UTF-8. */
function utf8(line: string): string {
  return /[\u0080-\u00ff]/.test(line) ? Buffer.from(line, 'latin1').toString('utf8') : line;
}
