import type { ByteReader, ReadContext } from './read-context';

const NEWLINE = 10;

/** Said of each line of a container: no detection reads it, the audit questions do. */
export const FOR_THE_AUDIT = 'for the audit questions';

/** Counts the lines of a container log. */
export class ContainerLineCounter implements ByteReader {
  private readonly context: ReadContext;
  private isLineOpen = false;

  constructor(context: ReadContext) {
    this.context = context;
    context.tally.kind = 'container-log';
  }

  push(chunk: Buffer): boolean {
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) {
      this.context.tally.skip(FOR_THE_AUDIT);
    }
    if (chunk.length > 0) this.isLineOpen = chunk.at(-1) !== NEWLINE;
    return true;
  }

  end(cutShort?: string): void {
    if (cutShort !== undefined) this.context.tally.fail(undefined, cutShort);
    else if (this.isLineOpen) this.context.tally.skip(FOR_THE_AUDIT);
  }
}
