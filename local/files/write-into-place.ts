import { chmod, mkdir, mkdtemp, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../terminal/usage-error';
import { removeWhenStopped } from './remove-when-stopped';

/**
 * Has a folder written beside `out`, and puts it in place when it is whole: who stops or fails half-way leaves
 * nothing behind.
 *
 * @param out absent or empty
 */
export async function writeIntoPlace<T>(out: string, write: (partial: string) => Promise<T>): Promise<T> {
  const target = path.resolve(out);
  const partial = await makeBeside(target, out);
  const done = removeWhenStopped(partial);
  try {
    const written = await write(partial);
    await rmdir(target).catch(ignoreAbsence);
    await rename(partial, target);
    return written;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  } finally {
    done();
  }
}

async function makeBeside(target: string, out: string): Promise<string> {
  try {
    await mkdir(path.dirname(target), { recursive: true });
    const partial = await mkdtemp(`${target}.partial-`);
    await chmod(partial, 0o777 & ~process.umask());
    return partial;
  } catch (error) {
    throw new UsageError(
      `--out ${out} cannot be written (${(error as NodeJS.ErrnoException).code}); name a folder that you may write`,
    );
  }
}

function ignoreAbsence(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
