import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { readSummed, sumOf, writeSummed } from '../files/summed-file';
import { BUNDLE, PROGRAM } from './index/program';
import type { TranspiledQuery } from './translate/transpile-query';

/** Where sets of questions lie, and how many are kept. */
export interface Shelf {
  readonly folder: string;
  readonly setsKept: number;
}

/** The questions of a replay: with other values they are another set; a fleet has a few, each of some hundred kilobytes. */
export const OF_REPLAYS: Shelf = { folder: 'translations', setsKept: 16 };
/** Saved questions that were asked, each by itself: there are some ninety, of some ten kilobytes. */
export const OF_QUESTIONS: Shelf = { folder: 'questions', setsKept: 256 };

/**
 * Questions in DuckDB's words, a set in a file: beside the bundle of a package those that are asked without settings or by
 * `npm start`, and in the user's cache folder whichever were asked. Translating the questions of a replay takes longer than all else that
 * it does of a small folder. It is only ever a shortcut: what is damaged or of another program is made anew, and what
 * cannot be written is not.
 */
export class KeptTranslations {
  readonly #shipped: string;
  readonly #cache: string | undefined;
  readonly #setsKept: number;

  /**
   * @param cache folder of the user; without it, and where no bundle runs, nothing is kept
   * @param beside folder of the bundle
   */
  constructor(
    cache: string | undefined,
    beside: string = __dirname,
    isBundled = BUNDLE !== '',
    { folder, setsKept }: Shelf = OF_REPLAYS,
  ) {
    this.#shipped = path.join(beside, folder);
    this.#cache = cache === undefined || !isBundled ? undefined : path.join(cache, folder);
    this.#setsKept = setsKept;
  }

  /** The translations of these texts, in their order; undefined where they are not kept, or not all of them. */
  read(texts: readonly string[]): readonly TranspiledQuery[] | undefined {
    for (const folder of [this.#shipped, this.#cache]) {
      if (folder === undefined) continue;
      // What lies beside a bundle was made with it.
      const program = folder === this.#shipped ? SHIPPED : PROGRAM;
      const found = readSet(path.join(folder, nameOf(texts)), program);
      if (found?.length === texts.length) {
        return found.map((query, at) => ({ ...query, athena: query.athena ?? texts[at] ?? '' }));
      }
    }
    return undefined;
  }

  /** Keeps the translations of these texts for the next run. */
  write(texts: readonly string[], queries: readonly TranspiledQuery[]): void {
    if (this.#cache === undefined) return;
    try {
      writeSet(this.#cache, texts, PROGRAM, queries);
      removeOldest(this.#cache, this.#setsKept);
    } catch {
      // A full disk or a folder that went away costs the shortcut and nothing else.
    }
  }
}

/** Writes what a package ships into the folder of its bundle. */
export function shipTranslations(
  bundle: string,
  texts: readonly string[],
  queries: readonly TranspiledQuery[],
  { folder }: Shelf = OF_REPLAYS,
): void {
  writeSet(path.join(bundle, folder), texts, SHIPPED, queries);
}

const SHIPPED = 'shipped';
const nameOf = (texts: readonly string[]) => `${sumOf(JSON.stringify(texts)).slice(0, 32)}.json`;

interface StoredSet {
  readonly program: string;
  readonly queries: readonly StoredQuery[];
}

/** Whoever asks for a set has its texts: the file is named by their sum, and half as long without them. */
type StoredQuery = Omit<TranspiledQuery, 'athena'> & { readonly athena?: string };

function readSet(file: string, program: string): readonly StoredQuery[] | undefined {
  const text = readSummed(file);
  if (text === undefined) return undefined;
  const set = JSON.parse(text) as StoredSet;
  return set.program === program ? set.queries : undefined;
}

function writeSet(
  folder: string,
  texts: readonly string[],
  program: string,
  queries: readonly TranspiledQuery[],
): void {
  const stored = queries.map(({ athena, ...query }, at) =>
    athena === texts[at] ? query : { athena, ...query },
  );
  writeSummed(
    path.join(folder, nameOf(texts)),
    JSON.stringify({ program, queries: stored } satisfies StoredSet),
  );
}

function removeOldest(folder: string, setsKept: number): void {
  const files = readdirSync(folder)
    .map((name) => path.join(folder, name))
    .map((file) => ({ file, at: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.at - a.at);
  for (const { file } of files.slice(setsKept)) rmSync(file, { force: true });
}
