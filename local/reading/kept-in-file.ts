import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { removeWhenStopped } from '../files/remove-when-stopped';

/** Bytes on this machine for as long as they are needed. */
export interface KeptFile {
  readonly file: string;
  /** How many there are. */
  readonly bytes: number;
  readonly remove: () => Promise<void>;
}

/** Writes a stream to a temporary file, for what cannot be read from front to back; nothing of one that fails is left. */
export async function keptInFile(bytes: AsyncIterable<Uint8Array>): Promise<KeptFile> {
  const folder = await mkdtemp(path.join(tmpdir(), 'harborwatch-'));
  const done = removeWhenStopped(folder);
  const remove = async () => {
    await rm(folder, { recursive: true, force: true });
    done();
  };
  const file = path.join(folder, 'stored');
  const out = createWriteStream(file);
  try {
    await pipeline(Readable.from(bytes), out);
  } catch (error) {
    await remove();
    throw error;
  }
  return { file, bytes: out.bytesWritten, remove };
}
