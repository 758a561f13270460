import { isRecordText, RECORD_BEGINS, recordWithin } from '../../records/envelopes/unwrap-below';
import { LineSplitter } from './line-splitter';
import { tableOfHeader } from './log-table';
import { flowsWithin, RecordOverLines } from './loose-lines';
import { mayHoldRecords } from './may-hold-records';
import type { ByteReader, ReadContext } from './read-context';
import { ReadLater } from './read-later';
import { RecordReader } from './record-reader';
import { TableRows, utf8 } from './table-rows';

const NEWLINE = 10;
const DASH = 45;
const LETTER_T = 84;
const OPEN_BRACE = 123;
/** Why lines are no records that stand around some. */
const AROUND = 'around a record';
/** So many lines a tool writes before its first record at most. */
const MOST_BEFORE = 100;
/** A line that goes to the reader of flows at once: numbers, or names of fields. */
const MAY_BE_FLOW = /^\s*\d+[ \t,;]|srcaddr|interface-id/i;
/** `2026-05-01T10:00:00.000Z `, as an export of a log group to S3 and `aws logs tail` (`short`: without a zone) write it before each line. */
const TIME_BEFORE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?[ \t]/;
/** The stream of an interface, which `aws logs tail --format detailed` writes before a flow. */
const FLOW_STREAM = /^eni-[\w-]+-(?:all|accept|reject)$/;
/** A UTF-8 byte order mark, which Windows writes, as latin1. */
const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/**
 * Reads text line by line: flow logs with and without a header, JSON lines among other lines, exports of log groups
 * with a time before each line, and the tables that the console gives (log events, Logs Insights, event history).
 */
export class TextReader implements ByteReader {
  readonly #context: ReadContext;
  readonly #records: RecordReader;
  readonly #splitter: LineSplitter;
  #rows: TableRows | undefined;
  /** Did a record stand within a line? */
  #hasWithin = false;
  /** Lines before anything was understood that hold no flow. */
  #before: { readonly line: string; readonly at: number }[] = [];
  readonly #over = new RecordOverLines();
  #overLine = 0;

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
      const isQuick = lines.isSettled && this.#rows === undefined && !this.#splitter.isWithinLine;
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
    if (this.#over.isOpen) this.#takeRecordOver(this.#over.take());
    this.#takeBefore();
    this.#rows?.end();
    if (cutShort !== undefined) tally.fail(place.line + 1, cutShort);
  }

  #take(line: string): void {
    if (this.#rows !== undefined) this.#rows.take(line);
    else if (line.charCodeAt(4) === DASH && line.charCodeAt(10) === LETTER_T && TIME_BEFORE.test(line)) {
      this.#takeTimed(line);
    } else if (this.#over.isOpen || RecordOverLines.begins(line)) this.#takeOver(line);
    else if (line.charCodeAt(0) === OPEN_BRACE) this.#records.message(utf8(line));
    else if (line.includes(RECORD_BEGINS)) this.#takeWithin(line);
    else if (this.#hasWithin && isAround(line)) this.#context.tally.skip(AROUND);
    else if (this.#context.tally.isKnown || !this.#takeTableHeader(line)) this.#takeLine(line);
  }

  #takeOver(line: string): void {
    if (!this.#over.isOpen) this.#overLine = this.#context.place.line;
    const text = this.#over.add(line);
    if (text !== undefined) this.#takeRecordOver(text);
  }

  #takeRecordOver(text: string): void {
    this.#foundWithin();
    this.#at(this.#overLine, () => this.#records.message(utf8(text)));
  }

  /** Where records stand within lines, other lines are what a tool wrote around them, before the first, too. */
  #foundWithin(): void {
    this.#hasWithin = true;
    for (const _ of this.#before) this.#context.tally.skip(AROUND);
    this.#before = [];
  }

  /** Does something as of another line. */
  #at(line: number, take: () => void): void {
    const { place } = this.#context;
    const here = place.line;
    place.line = line;
    take();
    place.line = here;
  }

  /** A record with something around it: `lookup-events --output text`, `yaml` and `table`, lines that a collector marked. */
  #takeWithin(line: string): void {
    const text = utf8(recordWithin(line));
    // YAML doubles an apostrophe between two of them.
    const record = [text, text.replaceAll("''", "'")].find(isJson);
    if (record !== undefined) {
      this.#foundWithin();
      this.#records.message(record);
    } else
      this.#context.tally.odd(
        this.#context.place.line,
        'a record in a line that cannot be cut out of it',
        true,
      );
  }

  /** Old editors end lines with a carriage return alone. */
  #takeLine(line: string): void {
    const isMany = line.includes('\r') && line.indexOf('\r') < line.length - 1;
    if (!isMany) this.#takeOwnLine(line);
    else for (const part of line.split('\r')) if (part !== '') this.#take(part);
  }

  #takeOwnLine(line: string): void {
    const { tally, place } = this.#context;
    // In a log of a known format a line with something before it is a broken one.
    const mayBeWithin = this.#hasWithin || !this.#records.lines.isSettled;
    const within = mayBeWithin ? flowsWithin(line) : undefined;
    const mayWait = within === undefined && !tally.isKnown && this.#before.length < MOST_BEFORE;
    if (mayWait && !MAY_BE_FLOW.test(line)) {
      this.#before.push({ line, at: place.line });
      return;
    }
    if (within !== undefined) this.#foundWithin();
    this.#takeBefore();
    for (const flow of within ?? [line]) this.#records.line(flow);
  }

  /** What came before anything was understood is looked at as it came. */
  #takeBefore(): void {
    const before = this.#before;
    this.#before = [];
    for (const { line, at } of before) this.#at(at, () => this.#records.line(line));
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
    if (own.includes(RECORD_BEGINS) && !own.startsWith(RECORD_BEGINS)) this.#takeWithin(own);
    else if (own.charCodeAt(0) === OPEN_BRACE && (isJson(own) || mayHoldRecords(own)))
      this.#records.message(utf8(own));
    else if (isRecordText(afterMarks(own))) this.#records.message(utf8(afterMarks(own)));
    else if (this.#hasWithin && /^\S+\s*$/.test(own)) this.#context.tally.skip(AROUND);
    // `aws logs tail --format json` goes on with the record on the next line.
    else if (/^\S+\s*$/.test(own)) this.#takeOwnLine(own);
    else this.#records.line(own);
  }

  /** Is the line the header of a table that is known? */
  #takeTableHeader(line: string): boolean {
    const table = tableOfHeader(line.trim());
    if (table === undefined) return false;
    if (table.kind === 'event-history' && this.#context.mayWait) throw new ReadLater();
    this.#takeBefore();
    this.#rows = new TableRows(this.#context, this.#records, table, line.trim());
    return true;
  }
}

function isAround(line: string): boolean {
  return !/[{}]/.test(line) && !MAY_BE_FLOW.test(line) && flowsWithin(line) === undefined;
}

/** What a line has behind the words and marks that a collector wrote before an object. */
function afterMarks(line: string): string {
  return line.slice(Math.max(0, line.search(/[ \t]\{/) + 1));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
