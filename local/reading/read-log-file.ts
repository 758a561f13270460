import { open } from 'node:fs/promises';
import { ContainerLineReader } from './container-line-reader';
import { flowTextReader } from './flow-text-reader';
import { jsonReader } from './json-reader';
import { HEAD_BYTES, type HeadVerdict, isGzip, isParquet, judgeHead } from './kind-of-file';
import type { FileEntry } from './list-files';
import type { ParquetFiles } from './parquet-files';
import { readBytes } from './read-bytes';
import type { ByteReader, ReadContext } from './read-context';

/** Reads one file to the context's sink, whatever kind it turns out to be, and leaves its counts in the tally. */
export async function readLogFile(
  entry: FileEntry,
  context: ReadContext,
  parquet: ParquetFiles,
  onRead: (bytes: number) => void,
): Promise<void> {
  const head = await firstBytes(entry.absolute);
  if (isParquet(head)) {
    await parquet.read(entry.absolute, context);
    onRead(entry.bytes);
    return;
  }
  await readBytes(entry.absolute, isGzip(head), new SniffingReader(context), onRead);
}

async function firstBytes(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Holds the first bytes back until they tell which reader they are for. */
class SniffingReader implements ByteReader {
  private readonly context: ReadContext;
  private held: Buffer[] = [];
  private heldBytes = 0;
  private reader: ByteReader | undefined;

  constructor(context: ReadContext) {
    this.context = context;
  }

  push(chunk: Buffer): boolean {
    if (this.reader !== undefined) return this.reader.push(chunk);
    this.held.push(chunk);
    this.heldBytes += chunk.length;
    return this.heldBytes < HEAD_BYTES || this.decide(false);
  }

  end(cutShort?: string): void {
    if (this.reader === undefined && this.context.tally.reason === undefined)
      this.decide(cutShort === undefined);
    if (this.reader !== undefined) this.reader.end(cutShort);
    else if (cutShort !== undefined) this.context.tally.fail(undefined, cutShort);
  }

  private readerFor(verdict: Exclude<HeadVerdict, { kind: 'unknown' }>): ByteReader {
    switch (verdict.kind) {
      case 'json':
        return jsonReader(this.context);
      case 'container-log':
        return new ContainerLineReader(this.context);
      case 'flow-log-text':
        return flowTextReader(this.context, verdict.format);
    }
  }

  private decide(isWhole: boolean): boolean {
    const held = Buffer.concat(this.held);
    this.held = [];
    const verdict = judgeHead(
      held.subarray(0, HEAD_BYTES),
      isWhole && held.length <= HEAD_BYTES,
      this.context.flowLogFormat,
    );
    if (verdict.kind === 'unknown') {
      this.context.tally.giveUp(verdict.reason);
      return false;
    }
    this.reader = this.readerFor(verdict);
    return this.reader.push(held);
  }
}
