import { LineSplitter } from './line-splitter';
import type { ByteReader, ReadContext } from './read-context';

/** Said of each line of a container: the audit questions read it, and detections only what sshd writes of logins. */
export const FOR_THE_AUDIT = 'for the audit questions';

/** Counts the lines of a container log, and hands them to the sink. */
export class ContainerLineCounter implements ByteReader {
  private readonly context: ReadContext;
  private readonly splitter: LineSplitter;

  constructor(context: ReadContext) {
    this.context = context;
    context.tally.kind = 'container-log';
    this.splitter = new LineSplitter(
      (line) => this.take(line),
      () => this.context.tally.skip(FOR_THE_AUDIT),
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

  private take(line: string): void {
    const { sink, tally, place } = this.context;
    place.line++;
    const fault = sink.containerLine?.(line, place);
    if (fault === undefined) tally.skip(FOR_THE_AUDIT);
    else tally.fail(place.line, fault);
  }
}
