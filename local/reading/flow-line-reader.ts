import { FlowLogFormatError, UnsupportedFlowLogError } from '../../records/flow-log-errors';
import {
  compileFlowLogFormat,
  DEFAULT_FLOW_LOG_FORMAT,
  type FlowLogFormat,
} from '../../records/flow-log-format';
import { isFlowLogHeader } from '../../records/flow-log-header';
import type { FlowLogLine } from '../../records/flow-log-line';
import type { ReadContext } from './read-context';

const HASH = 35;
const LOWER_A = 97;
const LOWER_Z = 122;
const isHeader = isFlowLogHeader;

/** Takes flow log lines one by one, wherever they come from, to the sink, and counts what became of each. */
export class FlowLineReader {
  private readonly context: ReadContext;
  private line: FlowLogLine | undefined;
  /** Why the lines after a header that is refused are not read. */
  private refusal = '';

  constructor(context: ReadContext, format: FlowLogFormat) {
    this.context = context;
    this.line = format.reader(context.pool);
  }

  /** `context.place.line` says where the line stands. */
  take(text: string): void {
    const { tally, place, sink } = this.context;
    const first = text.charCodeAt(0);
    if (first >= LOWER_A && first <= LOWER_Z && isHeader(text)) {
      this.takeHeader(text);
      return;
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
    const { line } = this;
    if (line === undefined) {
      tally.skip(this.refusal);
      return;
    }
    switch (line.read(text)) {
      case 'record':
        tally.taken(sink.flow(line, place));
        break;
      case 'nodata':
        tally.skip('NODATA');
        break;
      case 'skipdata':
        tally.skip('SKIPDATA');
        sink.skipData?.(line.interfaceId, line.start, line.end, place);
        break;
      case 'unreadable':
        tally.fail(
          place.line,
          looksLikeTransitGateway(text) ? `Transit Gateway flow log, not supported` : line.reason,
        );
        break;
    }
  }

  /** From here on the lines have the header's format. */
  private takeHeader(text: string): void {
    const { tally, place, pool } = this.context;
    try {
      this.line = compileFlowLogFormat(text).reader(pool);
      tally.skip('header');
    } catch (error) {
      if (!(error instanceof UnsupportedFlowLogError || error instanceof FlowLogFormatError)) throw error;
      this.line = undefined;
      this.refusal =
        error instanceof UnsupportedFlowLogError ? 'Transit Gateway flow log' : 'line of an unknown format';
      tally.fail(place.line, error.message);
    }
  }
}

/**
 * The format for lines that may lack a header: the given one, else the default, whichever one of the lines fits.
 * Undefined when none does and none of them is a header.
 */
export function flowLogFormatOf(
  lines: readonly string[],
  given: FlowLogFormat | undefined,
): FlowLogFormat | undefined {
  for (const format of given === undefined ? [DEFAULT_FLOW_LOG_FORMAT] : [given, DEFAULT_FLOW_LOG_FORMAT]) {
    const line = format.reader();
    if (lines.some((text) => line.read(text) !== 'unreadable')) return format;
  }
  return lines.some(isFlowLogHeader) ? (given ?? DEFAULT_FLOW_LOG_FORMAT) : undefined;
}

/** Lines of the Transit Gateway default format begin `6 TransitGateway`. */
function looksLikeTransitGateway(text: string): boolean {
  return text.includes(' TransitGateway ');
}
