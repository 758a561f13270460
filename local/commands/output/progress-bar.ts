import { Presets, SingleBar } from 'cli-progress';
import type { ReadOptions } from '../../reading/read-folder';
import type { CommandIo } from '../../terminal/command-io';

const SHOWN_AFTER_MS = 1_000;
const MEGABYTE = 1_000_000;

/** A bar on stderr for work that takes more than a second; silent where stderr is no terminal. */
export function progressBar(io: CommandIo): {
  readonly update: NonNullable<ReadOptions['onProgress']>;
  readonly stop: () => void;
} {
  if (io.stderr.isTTY !== true) return { update: () => {}, stop: () => {} };
  const started = Date.now();
  let bar: SingleBar | undefined;
  return {
    update: (bytesRead, bytesTotal) => {
      // Of a bucket nobody knows the size before it is read.
      if (Number.isNaN(bytesTotal)) return;
      if (bar === undefined && Date.now() - started > SHOWN_AFTER_MS) {
        const format = 'reading {bar} {percentage}% | {value} of {total} MB | {eta_formatted} left';
        bar = new SingleBar(
          { format, stream: io.stderr, clearOnComplete: true, hideCursor: true },
          Presets.legacy,
        );
        bar.start(Math.ceil(bytesTotal / MEGABYTE), 0);
      }
      bar?.update(Math.floor(bytesRead / MEGABYTE));
    },
    stop: () => bar?.stop(),
  };
}
