import type { FileKind, FileReport, UnreadableEntry } from './read-report';

const MOST_KEPT = 100;

/** Counts what becomes of a file's records. Every record is counted by exactly one of the three calls. */
export class FileTally {
  kind: FileKind = 'unknown';
  /** Why nothing is read from the file. */
  reason: string | undefined;
  readonly path: string;
  analyzed = 0;
  unreadableCount = 0;

  private readonly skipped = new Map<string, number>();
  private readonly unreadable: UnreadableEntry[] = [];

  constructor(path: string) {
    this.path = path;
  }

  /** Counts a record that the sink took, or skipped for a reason. */
  taken(skipReason: string | undefined): void {
    if (skipReason === undefined) this.analyzed++;
    else this.skip(skipReason);
  }

  skip(reason: string): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }

  fail(line: number | undefined, reason: string): void {
    this.unreadableCount++;
    if (this.unreadable.length < MOST_KEPT) this.unreadable.push({ line, reason });
  }

  /** The file turned out to be no log: nothing was read from it. */
  giveUp(reason: string): void {
    this.kind = 'unknown';
    this.reason = reason;
  }

  report(): FileReport {
    const skipped = Object.fromEntries(this.skipped);
    const skippedCount = [...this.skipped.values()].reduce((sum, count) => sum + count, 0);
    return {
      path: this.path,
      kind: this.kind,
      ...(this.reason === undefined ? {} : { reason: this.reason }),
      records: this.analyzed + skippedCount + this.unreadableCount,
      analyzed: this.analyzed,
      skipped,
      unreadable: this.unreadable,
      unreadableCount: this.unreadableCount,
    };
  }
}
