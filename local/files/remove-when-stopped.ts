import { rmSync } from 'node:fs';

/**
 * Removes a folder when the process ends before its work is done: Ctrl-C, a reader that is gone, a crash. Call what
 * it gives when the folder is dealt with.
 */
export function removeWhenStopped(folder: string): () => void {
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const stop = () => process.exit(130);
  process.once('exit', remove).once('SIGINT', stop).once('SIGTERM', stop);
  return () => {
    process.off('exit', remove).off('SIGINT', stop).off('SIGTERM', stop);
  };
}
