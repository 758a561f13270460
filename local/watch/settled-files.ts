import type { WatchedFile } from './watched-place';

/** A file that was as it is for so long is taken for whole. */
const SETTLED_MS = 10_000;
/** Nobody writes a file that was last written so long ago; the clock of a file server may differ from ours by seconds. */
const OLD_MS = 60_000;

/**
 * Tells which files are whole: nobody says so, but one that does not change any more is. What has to be waited for is
 * looked at again.
 */
export class SettledFiles {
  readonly #waiting = new Map<string, { readonly version: string; readonly since: number }>();

  /** Files that still change, or that were seen too short a while. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * The files that are whole and not known in this version.
   *
   * @param now epoch milliseconds
   * @param known versions that were read, by name
   */
  ready(
    seen: readonly WatchedFile[],
    known: ReadonlyMap<string, string>,
    now: number,
  ): readonly WatchedFile[] {
    const ready: WatchedFile[] = [];
    const there = new Set(seen.map(({ file }) => file.name));
    for (const name of this.#waiting.keys()) if (!there.has(name)) this.#waiting.delete(name);
    for (const watched of seen) {
      const { name } = watched.file;
      if (known.get(name) === watched.version || this.#isWhole(watched, now)) this.#waiting.delete(name);
      if (known.get(name) !== watched.version && !this.#waiting.has(name)) ready.push(watched);
    }
    return ready;
  }

  #isWhole({ file, version, changed }: WatchedFile, now: number): boolean {
    if (changed === undefined || now - changed >= OLD_MS) return true;
    const first = this.#waiting.get(file.name);
    if (first?.version !== version) {
      this.#waiting.set(file.name, { version, since: now });
      return false;
    }
    return now - first.since >= SETTLED_MS;
  }
}
