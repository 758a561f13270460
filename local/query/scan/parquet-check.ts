import type { DuckDBConnection } from '@duckdb/node-api';
import { type FileFacts, Spans } from './file-facts';
import type { ParquetFile } from './parquet-file';
import { readFooters } from './parquet-footers';
import { duplicateRows, lookAtRows, oddAmong } from './parquet-rows';
import type { UnsoundFile } from './unsound-file';

const NONE: ReadonlySet<number> = new Set();
const NO_FILES: ReadonlySet<string> = new Set();
const NO_ROWS: ReadonlyMap<string, ReadonlySet<number>> = new Map();

interface Checked {
  readonly facts: FileFacts;
  /** Files of the same check were compared with each other; 0 for those of an earlier engine. */
  readonly check: number;
}

/**
 * Finds delivered Parquet of which DuckDB's rows are not the records that the reader takes: with a value that no flow
 * log has, or a flow that stands in another of them, too. DuckDB looks itself, at footers and then once at the rows,
 * which costs a tenth of what reading them would; each file is looked at once.
 */
export class ParquetCheck {
  readonly #checked = new Map<string, Checked>();
  /** Files in whose place others are read. */
  readonly #replaced = new Map<string, ParquetFile>();
  #checks = 0;

  /** A file that was found sound by an earlier engine, and did not change. */
  recall(file: string, facts: FileFacts): void {
    if (!this.#checked.has(file)) this.#checked.set(file, { facts, check: 0 });
  }

  /** Files that were found sound and have no flow in common with any other that was looked at. */
  get found(): ReadonlyMap<string, FileFacts> {
    const own = [...this.#checked].filter(([path, { check }]) => check > 0 && !this.#replaced.has(path));
    const isMet = meetsOther([...this.#checked.values()]);
    const alone = own.filter(([, one]) => !isMet(one));
    return new Map(alone.map(([file, { facts }]) => [file, facts]));
  }

  /** @param asked the files of one question */
  async unsoundAmong(
    connection: DuckDBConnection,
    asked: readonly ParquetFile[],
  ): Promise<readonly UnsoundFile[]> {
    const news = asked.filter(({ file }) => !this.#checked.has(file.path));
    const check = this.#checks + 1;
    const { facts: factsOf, plain } = await readFooters(connection, news);
    for (const [path, facts] of factsOf) this.#checked.set(path, { facts, check });
    // What is loaded by now counts as it stood.
    const all = [...this.#replaced.values(), ...asked.filter(({ file }) => !this.#replaced.has(file.path))];
    const states = all.map(({ file }) => this.#checked.get(file.path) as Checked);
    const isMet = meetsOther(states);
    const uncompared = all.filter((_, at) => {
      const state = states[at] as Checked;
      return state.check === check || isMet(state);
    });
    if (uncompared.length === 0) return [];
    this.#checks = check;
    const isNew = ({ file }: ParquetFile) => factsOf.has(file.path);
    const { hasOdd, hasDuplicates } = await lookAtRows(connection, uncompared, isNew, plain);
    const odd = hasOdd ? await oddAmong(connection, news, plain) : NO_FILES;
    const rows = hasDuplicates ? await duplicateRows(connection, uncompared) : NO_ROWS;
    const unsound: UnsoundFile[] = [];
    for (const one of uncompared) {
      const { path } = one.file;
      this.#checked.set(path, { ...(this.#checked.get(path) as Checked), check });
      const duplicates = rows.get(path) ?? NONE;
      if (this.#replaced.has(path) || (duplicates.size === 0 && !odd.has(path))) continue;
      unsound.push({ file: one.file, duplicates, areRows: true });
      this.#replaced.set(path, one);
    }
    return unsound;
  }
}

/** Says of a file whether one of another check has flows of the same time. */
function meetsOther(all: readonly Checked[]): (one: Checked) => boolean {
  const spansBut = new Map<number, Spans>();
  return ({ facts, check }) => {
    const spans =
      spansBut.get(check) ??
      new Spans(all.filter((other) => other.check !== check).map((other) => other.facts));
    spansBut.set(check, spans);
    return spans.meet(facts);
  };
}
