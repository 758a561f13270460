import { BATCH_RECORDS } from '../../records/flow-logs/batch/flow-batch';
import type { FlowBatchRow } from '../../records/flow-logs/batch/flow-batch-row';
import { FlowLogFormatError, UnsupportedFlowLogError } from '../../records/flow-logs/flow-log-errors';
import {
  compileFlowLogFormat,
  DEFAULT_FLOW_LOG_FORMAT,
  type FlowLogFormat,
} from '../../records/flow-logs/flow-log-format';
import { isFlowLogHeader, respeltFlowLogHeader } from '../../records/flow-logs/flow-log-header';
import type { FlowLogLine } from '../../records/flow-logs/flow-log-line';
import type { FlowObject } from '../../records/flow-logs/flow-object';
import { quoted } from '../../records/values/quoted';
import type { ReadContext } from './read-context';

const HASH = 35;
const DOLLAR = 36;
const UPPER_A = 65;
const UPPER_Z = 90;
const LOWER_A = 97;
const LOWER_Z = 122;
const isHeader = isFlowLogHeader;
/** Words that stand in flow logs of any format, and in prose about them. */
const FLOW_WORDS = /\beni-[0-9a-f]+\b|\b(?:ACCEPT|REJECT|NODATA|SKIPDATA)\b|\bTransitGateway\b/;
/** An address, or a number as long as times and accounts are: prose about flow logs has none beside such a word. */
const FLOW_VALUES = /\b\d{1,3}(?:\.\d{1,3}){3}\b|\b\d{9,13}\b|[0-9a-f]:[0-9a-f:]*:/;
const looksLikeFlowLine = (text: string): boolean => FLOW_WORDS.test(text) && FLOW_VALUES.test(text);
/** The first line of what Git checks out in a large file's place where its LFS extension is missing. */
const LFS_POINTER = 'version https://git-lfs';
/** Field lists of JSON objects that are remembered: a log has one. */
const MOST_FORMATS = 100;

/**
 * Takes flow log lines one by one, wherever they come from, to the sink, and counts what became of each. Until a header
 * or a line that fits came, nobody knows the format: the given one and the default are tried in turn.
 */
export class FlowLineReader {
  readonly #context: ReadContext;
  readonly #kind: 'flow-log-text' | 'flow-log-parquet';
  readonly #tried: readonly FlowLogLine[];
  readonly #byNames = new Map<string, FlowLogLine>();
  #line: FlowLogLine | undefined;
  /** Why the lines after a header that is refused are not read. */
  #refusal: string | undefined;

  /** @param known the format, where it is certain, as of the columns of a Parquet file */
  constructor(context: ReadContext, known?: FlowLogFormat) {
    this.#context = context;
    this.#kind = known === undefined ? 'flow-log-text' : 'flow-log-parquet';
    const { flowLogFormat: given, pool, formats } = context;
    this.#line = known === undefined ? undefined : formats.lineOf(known, pool);
    this.#tried = (given === undefined ? [DEFAULT_FLOW_LOG_FORMAT] : [given, DEFAULT_FLOW_LOG_FORMAT]).map(
      (format) => formats.lineOf(format, pool),
    );
  }

  /** `context.place.line` says where the line stands. */
  take(text: string): void {
    const { tally } = this.#context;
    const first = text.charCodeAt(0);
    if (first >= LOWER_A && first <= LOWER_Z && (this.#context.formats.isKnown(text) || isHeader(text))) {
      this.#takeHeader(text);
      return;
    }
    if (first === DOLLAR || (first >= UPPER_A && first <= UPPER_Z)) {
      const header = respeltFlowLogHeader(text);
      if (header !== undefined) {
        this.#takeHeader(header);
        return;
      }
    }
    if (first === HASH) {
      tally.skip('comment');
      return;
    }
    // NaN is the empty line; a line of blanks begins with one.
    if (!(first > 32) && text.trim() === '') {
      tally.skip('blank line');
      return;
    }
    const line = this.#line;
    if (line !== undefined) this.#takeWith(line, text);
    else if (this.#refusal === undefined) this.#takeFirst(text);
    else tally.skip(this.#refusal);
  }

  /** Is the format known, so that `takeBytes` may be asked? */
  get isSettled(): boolean {
    return this.#line !== undefined;
  }

  /**
   * Takes plain lines from their bytes, which costs a fraction of what `take` does; `from` is the beginning of a line.
   *
   * @returns where the first line begins that it did not take: not a plain one, or one without its end
   */
  takeBytes(bytes: Buffer, from: number): number {
    const line = this.#line;
    if (line === undefined || !this.#context.isQuick) return from;
    const row = this.#context.formats.rowOf(line.format, this.#context.pool);
    let at = from;
    for (;;) {
      const next = row.batch.scan(bytes, at);
      if (row.batch.count > 0) this.takeBatch(row);
      if (next === at || row.batch.count < BATCH_RECORDS) return next;
      at = next;
    }
  }

  /** Takes all of a batch; `context.place.line` is that of the last record before it. */
  takeBatch(row: FlowBatchRow): void {
    const { tally, place, sink } = this.#context;
    if (!tally.isKnown) tally.known(this.#kind);
    const { count } = row.batch;
    for (let at = 0; at < count; at++) {
      row.row = at;
      place.line++;
      tally.taken(sink.flow(row, place));
    }
  }

  /** A record that brings its own names. */
  takeObject({ names, line: text }: FlowObject): void {
    let line = this.#byNames.get(names);
    if (line === undefined) {
      if (this.#byNames.size >= MOST_FORMATS) this.#byNames.clear();
      line = compileFlowLogFormat(names).reader(this.#context.pool);
      this.#byNames.set(names, line);
    }
    this.#takeWith(line, text);
  }

  #takeWith(line: FlowLogLine, text: string): void {
    const { tally, place, sink } = this.#context;
    switch (line.read(text)) {
      case 'record':
        if (!tally.isKnown) tally.known(this.#kind);
        tally.taken(sink.flow(line, place));
        break;
      case 'nodata':
        this.#takeWindow(line, 'NODATA');
        break;
      case 'skipdata':
        this.#takeWindow(line, 'SKIPDATA');
        break;
      case 'unreadable':
        this.#takeUnreadable(line, text);
        break;
    }
  }

  /** A line about a window and no flow: a row of the table like any other, that no rule looks at. */
  #takeWindow(line: FlowLogLine, status: 'NODATA' | 'SKIPDATA'): void {
    const { tally, place, sink } = this.#context;
    if (!tally.isKnown) tally.known(this.#kind);
    tally.remark(status);
    tally.taken(sink.window?.(line, status, place));
  }

  #takeUnreadable(line: FlowLogLine, text: string): void {
    const { tally, place } = this.#context;
    const whole = repaired(text);
    if (whole !== undefined && line.read(whole) !== 'unreadable') {
      tally.remark('fields parted by something else than blanks');
      this.#takeWith(line, whole);
      return;
    }
    line.read(text);
    tally.odd(place.line, reasonFor(text, line.reason), looksLikeFlowLine(text));
  }

  /** No line fitted so far; the first that does decides the format. */
  #takeFirst(text: string): void {
    const { tally, place } = this.#context;
    const whole = repaired(text);
    const header = whole === undefined || isHeader(whole) ? whole : respeltFlowLogHeader(whole);
    if (header !== undefined) {
      this.#takeHeader(header);
      return;
    }
    for (const piece of whole === undefined ? [text] : [text, whole]) {
      const line = this.#tried.find((tried) => tried.read(piece) !== 'unreadable');
      if (line === undefined) continue;
      this.#line = line;
      if (piece === whole) tally.remark('fields parted by something else than blanks');
      this.#takeWith(line, piece);
      return;
    }
    if (text.startsWith(LFS_POINTER)) {
      tally.odd(place.line, 'a pointer of Git LFS, and not the file; `git lfs pull` brings it', true);
      this.#refusal = 'rest of a pointer';
      return;
    }
    const looksLikeFlow = looksLikeFlowLine(text);
    const reason = looksLikeFlow
      ? `${reasonFor(text, this.#tried[0]?.reason ?? '')}; flow logs without a header line need --flow-log-format`
      : `text, and no flow log line: ${quoted(text)}`;
    tally.odd(place.line, reasonFor(text, reason), looksLikeFlow);
  }

  /** From here on the lines have the header's format. */
  #takeHeader(text: string): void {
    const { tally, place, pool, formats } = this.#context;
    try {
      this.#line = formats.lineOf(formats.compiled(text), pool);
      this.#refusal = undefined;
      tally.known(this.#kind);
      tally.skip('header');
    } catch (error) {
      if (!(error instanceof UnsupportedFlowLogError || error instanceof FlowLogFormatError)) throw error;
      this.#line = undefined;
      this.#refusal =
        error instanceof UnsupportedFlowLogError ? 'Transit Gateway flow log' : 'line of an unknown format';
      tally.fail(place.line, error.message);
    }
  }
}

/** Lines of the Transit Gateway default format begin `6 TransitGateway`. */
function reasonFor(text: string, reason: string): string {
  return text.includes(' TransitGateway ') ? 'Transit Gateway flow log, not supported' : reason;
}

/** The line with blanks for tabs, commas or semicolons; undefined where its columns are not parted by them. */
function repaired(text: string): string | undefined {
  const line = text.trim();
  // Some tools align columns, or indent lines.
  if (line.includes(' ')) return / {2}/.test(line) || line !== text ? line.replaceAll(/ +/g, ' ') : undefined;
  return !/[\t,;]/.test(line) ? undefined : line.replaceAll('"', '').replaceAll(/[\t,;]/g, ' ');
}
