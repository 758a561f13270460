import { appendFileSync, chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Lines that are kept; a file of twice as many is cut when it is opened. */
export const MOST_LINES = 1000;
/** A longer line was pasted, and is not typed again. */
const MOST_CHARACTERS = 4096;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** What was typed at the shell, from one session to the next. It is a comfort: nothing here fails. */
export class ShellHistory {
  readonly #file: string | undefined;
  readonly #lines: string[] = [];

  /** @param folder of the user's state; undefined to keep nothing */
  constructor(folder: string | undefined) {
    if (folder === undefined) return;
    this.#file = path.join(folder, 'query-history');
    try {
      chmodSync(this.#file, 0o600);
      // What steers a terminal was never typed; it would, whenever the line is shown.
      const lines = readFileSync(this.#file, 'utf8').split('\n');
      const typed = lines.filter((line) => isKept(line));
      this.#lines.push(...typed.slice(-MOST_LINES));
      if (lines.length > 2 * MOST_LINES) this.#cut();
    } catch {
      // There is none yet, or it is not ours.
    }
  }

  /** The lines, newest first, each once, as Node's readline takes them. */
  get newestFirst(): string[] {
    return [...new Set(this.#lines.toReversed())];
  }

  /** Keeps a line; one that begins with a blank is private, as in other shells. */
  add(line: string): void {
    if (this.#file === undefined || !isKept(line)) return;
    try {
      // Added and not written anew: another shell may do the same.
      appendFileSync(this.#file, `${line}\n`, { mode: 0o600 });
    } catch {
      // A full disk costs the comfort and nothing else.
    }
  }

  #cut(): void {
    const partial = `${this.#file}.${process.pid}`;
    writeFileSync(partial, this.#lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
    renameSync(partial, this.#file ?? '');
  }
}

function isKept(line: string): boolean {
  return line.trim() !== '' && !line.startsWith(' ') && line.length <= MOST_CHARACTERS && !CONTROL.test(line);
}
