import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export interface LogFile {
  write(chunk: string): Promise<void>;
  writeAll(chunks: Iterable<string>): Promise<void>;
  close(): Promise<{ readonly bytes: number; readonly bytesOnDisk: number }>;
}

/** Opens a file to stream into, through gzip where its name ends in `.gz`. */
export async function openLogFile(folder: string, key: string): Promise<LogFile> {
  const name = path.join(folder, ...key.split('/'));
  await mkdir(path.dirname(name), { recursive: true });
  const disk = createWriteStream(name);
  let sink: Writable = disk;
  if (name.endsWith('.gz')) {
    const compressor = createGzip({ level: 1 });
    compressor.pipe(disk);
    sink = compressor;
  }
  let bytes = 0;
  let failure: Error | undefined;
  const done = finished(disk).catch((error: Error) => {
    failure = error;
  });

  async function write(chunk: string): Promise<void> {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (!sink.write(buffer)) await Promise.race([new Promise((resume) => sink.once('drain', resume)), done]);
    if (failure) throw failure;
  }
  return {
    write,
    async writeAll(chunks) {
      for (const chunk of chunks) await write(chunk);
    },
    async close() {
      sink.end();
      await done;
      if (failure) throw failure;
      return { bytes, bytesOnDisk: disk.bytesWritten };
    },
  };
}
