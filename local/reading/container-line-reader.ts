import { parseRefusalLine } from '../../records/container-line';
import { messageOf } from '../../records/message-of';
import { LineSplitter } from './line-splitter';
import type { ByteReader, ReadContext } from './read-context';

/** Said of the lines of web server and SSH daemon: no detection reads them, the audit questions do. */
export const FOR_THE_AUDIT = 'for the audit questions';

/** Takes what the launcher of a container says about refusals to the sink, and counts all other lines. */
export class ContainerLineReader implements ByteReader {
  private readonly context: ReadContext;
  private readonly splitter: LineSplitter;
  private lines = 0;

  constructor(context: ReadContext) {
    this.context = context;
    context.tally.kind = 'container-log';
    this.splitter = new LineSplitter(
      (line) => this.take(line),
      () => {
        this.lines += 1;
        context.tally.skip(FOR_THE_AUDIT);
      },
    );
  }

  push(chunk: Buffer): boolean {
    this.splitter.push(chunk);
    return true;
  }

  end(cutShort?: string): void {
    if (cutShort !== undefined) this.context.tally.fail(undefined, cutShort);
    else this.splitter.end();
  }

  private take(text: string): void {
    const { tally, sink, place } = this.context;
    this.lines += 1;
    try {
      const line = parseRefusalLine(text);
      if (line === undefined || sink.refusal === undefined) tally.skip(FOR_THE_AUDIT);
      else tally.taken(sink.refusal(line, { ...place, line: this.lines }));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      tally.fail(this.lines, messageOf(error));
    }
  }
}
