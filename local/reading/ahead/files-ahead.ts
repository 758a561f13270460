import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LogFile } from '../log-file';
import type { AheadAnswer, AheadQuestion } from './ahead-worker';
import type { UnpackedAhead } from './unpack-ahead';
import { isWorthIt } from './workers-for';

/** Files that are under way for each worker: one at work and two in store. */
const AHEAD = 3;
/**
 * Small files unpacked by worker threads before their turn comes. Their order, and all that is said of them, stay those
 * of the list: whoever reads takes each file when he comes to it, and reads it himself where there is nothing to take.
 */
export class FilesAhead {
  readonly #workers: readonly Worker[];
  readonly #paths: readonly string[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #answers = new Map<number, UnpackedAhead | undefined>();
  #waiting: { readonly number: number; readonly resolve: () => void } | undefined;
  #asked = 0;
  #isBroken = false;

  constructor(files: readonly LogFile[], workers: number) {
    this.#paths = files.filter(isWorthIt).map(({ localPath }) => localPath as string);
    this.#numbers = new Map(this.#paths.map((file, number) => [file, number]));
    this.#workers = Array.from({ length: Math.min(workers, this.#paths.length) }, () => this.#start());
  }

  /** What there is of a file; undefined where it is to be read from its place. Files are taken in the order of the list. */
  async take({ localPath }: LogFile): Promise<UnpackedAhead | undefined> {
    const number = localPath === undefined ? undefined : this.#numbers.get(localPath);
    if (number === undefined || this.#workers.length === 0 || this.#isBroken) return undefined;
    this.#askUntil(number + AHEAD * this.#workers.length);
    if (!this.#answers.has(number)) {
      await new Promise<void>((resolve) => {
        this.#waiting = { number, resolve };
      });
    }
    const answer = this.#answers.get(number);
    this.#answers.delete(number);
    return answer;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #askUntil(end: number): void {
    for (; this.#asked < Math.min(end, this.#paths.length); this.#asked++) {
      const question: AheadQuestion = { number: this.#asked, path: this.#paths[this.#asked] as string };
      this.#workers[this.#asked % this.#workers.length]?.postMessage(question);
    }
  }

  #start(): Worker {
    // In a bundle all modules lie in one folder; from sources, TypeScript has to be understood first.
    const isSource = __filename.endsWith('.ts');
    const worker = new Worker(
      path.join(__dirname, isSource ? 'ahead-worker.ts' : 'local.reading.ahead.ahead-worker.js'),
      { execArgv: isSource ? ['--require', 'tsx/cjs'] : [] },
    );
    worker.on('message', ({ number, unpacked }: AheadAnswer) => this.#answer(number, unpacked));
    // A worker is a short way and nothing else: without it every file is read in its turn.
    worker.on('error', () => {
      this.#isBroken = true;
      this.#waiting?.resolve();
    });
    return worker;
  }

  #answer(number: number, unpacked: UnpackedAhead | undefined): void {
    this.#answers.set(number, unpacked);
    if (this.#waiting?.number !== number) return;
    this.#waiting.resolve();
    this.#waiting = undefined;
  }
}
