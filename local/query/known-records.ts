import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { ReadReport } from '../reading/read-report';
import type { NeededRows } from './translate/needed-rows';
import type { RowCondition } from './translate/row-condition';

/** Different calls beyond which they are not kept apart any more: AWS has some ten thousand, an attacker any number. */
const MOST_CALLS = 20_000;

/** Members of a record, as column, key and name, that few records have and that a question asks for. */
const WATCHED = [
  ['requestparameters', 'requestParameters', 'omitted'],
  ['responseelements', 'responseElements', 'omitted'],
  ['addendum', 'addendum', 'reason'],
] as const;

/**
 * What somebody who read a folder whole knows of the rows that its tables can have: which tables have any, and which API
 * calls were made. Whoever knows nothing of a record says so, and then anything may be there.
 */
export class KnownRecords {
  hasFlows = false;
  hasContainerLines = false;
  readonly #calls = new Map<string, Set<string>>();
  readonly #members = new Set<string>();
  #kinds = 0;
  #shown = 0;
  #areCallsKnown = true;

  /** A record as the reader understood it. */
  addCall(record: CloudTrailRecord): void {
    this.#shown += 1;
    this.#addMembers(record);
    const service: unknown = record.eventSource;
    const call: unknown = record.eventName;
    if (typeof service !== 'string' || typeof call !== 'string') {
      this.#areCallsKnown = false;
      return;
    }
    let calls = this.#calls.get(service);
    if (calls?.has(call) === true || !this.#areCallsKnown) return;
    if (this.#kinds === MOST_CALLS) {
      this.#areCallsKnown = false;
      return;
    }
    this.#kinds += 1;
    if (calls === undefined) {
      calls = new Set();
      this.#calls.set(service, calls);
    }
    calls.add(call);
  }

  #addMembers(record: CloudTrailRecord): void {
    for (const [column, key, member] of WATCHED) {
      const value: unknown = record[key];
      if (value === undefined || value === null) continue;
      // What is no object may be read as one all the same.
      if (typeof value !== 'object' || member in value) this.#members.add(`${column}.${member}`);
    }
  }

  /** Holds what was shown to what the reader counted: where it counted more, nothing is certain any more. */
  checkAgainst({ files }: ReadReport): void {
    const calls = files.filter(({ kind }) => kind.startsWith('cloudtrail'));
    const counted = calls.reduce((sum, { analyzed }) => sum + analyzed, 0);
    if (counted > this.#shown) this.#areCallsKnown = false;
    this.hasFlows ||= files.some(({ kind }) => kind.startsWith('flow-log'));
    this.hasContainerLines ||= files.some(({ kind }) => kind === 'container-log');
  }

  /** Whether the tables may hold what a question needs to have rows; false is certain. */
  mayHold(needed: NeededRows): boolean {
    if ('all' in needed) return needed.all.every((one) => this.mayHold(one));
    if ('any' in needed) return needed.any.some((one) => this.mayHold(one));
    if (needed.table === 'vpc_flow_logs') return this.hasFlows;
    if (needed.table === 'container_logs') return this.hasContainerLines;
    if (!this.#areCallsKnown) return true;
    for (const [eventsource, calls] of this.#calls) {
      for (const eventname of calls) {
        if (mayFit(needed.where, { eventsource, eventname }, this.#members)) return true;
      }
    }
    return false;
  }
}

/** What nothing is known of may be true. */
function mayFit(
  condition: RowCondition,
  row: Readonly<Record<string, string>>,
  members: ReadonlySet<string>,
): boolean {
  if ('all' in condition) return condition.all.every((one) => mayFit(one, row, members));
  if ('any' in condition) return condition.any.some((one) => mayFit(one, row, members));
  const { column } = condition;
  if ('member' in condition) {
    const isWatched = WATCHED.some(([one, , member]) => one === column && member === condition.member);
    return !isWatched || members.has(`${column}.${condition.member}`);
  }
  const value = row[column];
  if (value === undefined) return true;
  return 'among' in condition ? condition.among.includes(value) : value.startsWith(condition.begins);
}
