import type { ApiCallKind } from '../../records/cloudtrail/cloudtrail-record';
import type { FileKind, FileReport, UnreadableEntry } from './read-report';

const MOST_KEPT = 100;

/** What only tells what a file is as long as nothing better is found in it. */
const LESSER: ReadonlySet<FileKind> = new Set([
  'unknown',
  'cloudtrail-digest',
  'cloudtrail-insight',
  'cloudtrail-aggregated',
]);

/**
 * Counts what becomes of a file's records. Every record is counted by exactly one of `taken`, `skip`, `fail` and `odd`.
 *
 * What is odd waits: a file is known by a record that was understood, and only then what is none of it was lost.
 */
export class FileTally {
  kind: FileKind = 'unknown';
  /** Why nothing is read from the file. */
  reason: string | undefined;
  readonly path: string;
  analyzed = 0;
  unreadableCount = 0;

  readonly #skipped = new Map<string, number>();
  readonly #remarks = new Map<string, number>();
  readonly #apiCalls = new Map<ApiCallKind, number>();
  readonly #notes = new Set<string>();
  readonly #unreadable: UnreadableEntry[] = [];
  #odd: UnreadableEntry[] = [];
  #oddCount = 0;
  #oddMayBeLog = false;
  #isKnown = false;

  constructor(path: string) {
    this.path = path;
  }

  /** Was anything understood so far? */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Was there nothing at all so far, neither good nor bad? */
  get isEmpty(): boolean {
    return this.#oddCount === 0 && this.unreadableCount === 0 && this.analyzed === 0;
  }

  /** Something of this kind was understood, so that the file is one of that kind. */
  known(kind: FileKind): void {
    if (this.#isKnown && !LESSER.has(this.kind)) return;
    this.#isKnown = true;
    this.kind = kind;
    this.reason = undefined;
    if (this.#oddCount > 0) this.#oddAreLost();
  }

  /** Counts a record that the sink took, or skipped for a reason. */
  taken(skipReason: string | undefined): void {
    if (skipReason === undefined) this.analyzed++;
    else this.skip(skipReason);
  }

  skip(reason: string): void {
    add(this.#skipped, reason);
  }

  fail(line: number | undefined, reason: string): void {
    this.unreadableCount++;
    if (this.#unreadable.length < MOST_KEPT) this.#unreadable.push({ line, reason });
  }

  /** Something foreign: lost, if this is a log; `mayBeLog` where it looks like a record itself. */
  odd(line: number | undefined, reason: string, mayBeLog: boolean): void {
    if (this.#isKnown) {
      this.fail(line, reason);
      return;
    }
    this.#oddCount++;
    if (mayBeLog && !this.#oddMayBeLog) this.#odd = [];
    if (this.#odd.length < MOST_KEPT && mayBeLog === (this.#oddMayBeLog || mayBeLog))
      this.#odd.push({ line, reason });
    this.#oddMayBeLog ||= mayBeLog;
  }

  /** Counts something that is told about records, which are judged all the same. */
  remark(what: string): void {
    add(this.#remarks, what);
  }

  apiCall(kind: ApiCallKind): void {
    add(this.#apiCalls, kind);
  }

  /** Says something about the file as a whole, once. */
  note(text: string): void {
    this.#notes.add(text);
  }

  /** The file turned out to be no log: nothing was read from it. */
  giveUp(reason: string): void {
    this.#skipped.clear();
    this.kind = 'unknown';
    this.reason = reason;
  }

  /** The file is over: decides what was odd until then. */
  settle(): void {
    if (this.#isKnown || this.#oddCount === 0) return;
    if (this.#oddMayBeLog || this.unreadableCount > 0 || isDelivered(this.path)) this.#oddAreLost();
    else this.giveUp(this.#odd[0]?.reason ?? 'no log');
  }

  report(): FileReport {
    const skipped = Object.fromEntries(this.#skipped);
    const skippedCount = [...this.#skipped.values()].reduce((sum, count) => sum + count, 0);
    return {
      path: this.path,
      kind: this.kind,
      ...(this.reason === undefined ? {} : { reason: this.reason }),
      records: this.analyzed + skippedCount + this.unreadableCount,
      analyzed: this.analyzed,
      skipped,
      ...(this.#remarks.size > 0 && { remarks: Object.fromEntries(this.#remarks) }),
      ...(this.#apiCalls.size > 0 && { apiCalls: Object.fromEntries(this.#apiCalls) }),
      ...(this.#notes.size > 0 && { notes: [...this.#notes] }),
      unreadable: this.#unreadable,
      unreadableCount: this.unreadableCount,
    };
  }

  #oddAreLost(): void {
    for (const { line, reason } of this.#odd) {
      if (this.#unreadable.length < MOST_KEPT) this.#unreadable.push({ line, reason });
    }
    this.unreadableCount += this.#oddCount;
    this.#odd = [];
    this.#oddCount = 0;
  }
}

/** Did AWS name it so, or is it an archive by its name? Then there was a log in it, whatever a download made of it: a page of an error, a pointer. */
function isDelivered(path: string): boolean {
  return /\d{12}_(?:CloudTrail|vpcflowlogs)_[a-z0-9-]+_|\.(?:zip|tar|tgz|tar\.gz)$/i.test(path);
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
