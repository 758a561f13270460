import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { messageOf } from '../../records/values/message-of';
import type { LogFile, LogFiles } from '../reading/log-file';

/**
 * SHA-256 of files as they are read, those left out that nobody opens, so that none is read twice: give the reader `watch(files)`. A file that the reader
 * leaves before its end is read for its sum alone, where it lies on this machine.
 */
export class FileSums {
  readonly #sums = new Map<string, string>();
  readonly #unread = new Map<string, string | undefined>();

  async *watch(files: LogFiles): AsyncGenerator<LogFile> {
    for await (const file of files) {
      if (file.closed !== undefined) {
        yield file;
        continue;
      }
      this.#unread.set(file.name, file.localPath);
      yield {
        name: file.name,
        bytes: file.bytes,
        ...(file.localPath !== undefined && { localPath: file.localPath }),
        open: () => this.#hashed(file),
      };
    }
  }

  /** In the order of reading; a file that could not be read to its end has its reason instead of a sum. */
  async finish(): Promise<readonly { readonly path: string; readonly sha256: string }[]> {
    for (const [name, localPath] of this.#unread) {
      if (this.#sums.has(name)) continue;
      this.#sums.set(name, await sumOf(localPath));
    }
    return [...this.#unread.keys()].map((path) => ({ path, sha256: this.#sums.get(path) ?? '' }));
  }

  async *#hashed(file: LogFile): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    for await (const chunk of file.open()) {
      hash.update(chunk);
      yield chunk;
    }
    this.#sums.set(file.name, hash.digest('hex'));
  }
}

async function sumOf(localPath: string | undefined): Promise<string> {
  if (localPath === undefined) return 'not read to its end';
  try {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(localPath)) hash.update(chunk as Uint8Array);
    return hash.digest('hex');
  } catch (error) {
    return `not read: ${messageOf(error)}`;
  }
}
