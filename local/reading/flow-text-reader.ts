import type { FlowLogFormat } from '../../records/flow-log-format';
import { FlowLineReader } from './flow-line-reader';
import { LineSplitter } from './line-splitter';
import type { ByteReader, ReadContext } from './read-context';

/** Reads a text flow log. */
export function flowTextReader(context: ReadContext, format: FlowLogFormat): ByteReader {
  const { tally, place } = context;
  tally.kind = 'flow-log-text';
  const lines = new FlowLineReader(context, format);
  const splitter = new LineSplitter(
    (line) => {
      place.line++;
      lines.take(line);
    },
    () => tally.fail(++place.line, 'longer than any flow log line'),
  );
  return {
    push(chunk) {
      splitter.push(chunk);
      return true;
    },
    end(cutShort) {
      // What stands after the last line break before a cut is a piece of a line, which could pass for a whole one.
      if (cutShort === undefined) splitter.end();
      else tally.fail(place.line + 1, cutShort);
    },
  };
}
