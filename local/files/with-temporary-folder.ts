import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeWhenStopped } from './remove-when-stopped';

/** Gives a folder to work in and removes it afterwards, also when the work fails or is stopped. */
export async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'harborwatch-'));
  const done = removeWhenStopped(folder);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    done();
  }
}
