import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import type { FlowLogLine } from '../../../records/flow-logs/flow-log-line';
import type { TableName } from '../../../records/tables/table-definition';

/** What the records of one sound file are, in short. */
export interface FileFacts {
  readonly table: TableName;
  readonly records: number;
  /** Epoch seconds of the earliest and the latest record; null where a record says no time. */
  readonly first: number | null;
  readonly last: number | null;
  /** Accounts that the records name, the first twenty. */
  readonly accounts: readonly string[];
}

const MOST_ACCOUNTS = 20;

/** Gathers the facts of a file, record by record. */
export class FactsOfFile {
  #records = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #earliest = '';
  #latest = '';
  readonly #accounts = new Set<string>();
  #lastAccount: string | undefined;

  cloudTrail({ eventTime, recipientAccountId }: CloudTrailRecord): void {
    this.#records += 1;
    // Texts of one form sort as their times do; whatever has another form has none that is known.
    const time = typeof eventTime === 'string' && eventTime.length === 20 ? eventTime : '';
    if (time === '') this.#noTime();
    if (time < this.#earliest || this.#earliest === '') this.#earliest = time;
    if (time > this.#latest) this.#latest = time;
    this.#account(recipientAccountId);
  }

  flow({ start, end, accountId }: FlowLogLine): void {
    this.#records += 1;
    if (start === undefined || end === undefined) this.#noTime();
    else {
      if (start < this.#first) this.#first = start;
      if (end > this.#last) this.#last = end;
    }
    this.#account(accountId);
  }

  /** A record without anything that is of interest here. */
  other(): void {
    this.#records += 1;
    this.#noTime();
  }

  of(table: TableName): FileFacts {
    if (this.#latest !== '') {
      this.#first = Math.min(this.#first, Date.parse(this.#earliest) / 1000);
      this.#last = Math.max(this.#last, Date.parse(this.#latest) / 1000);
    }
    const first = Number.isFinite(this.#first) ? this.#first : null;
    const last = Number.isFinite(this.#last) ? this.#last : null;
    return { table, records: this.#records, first, last, accounts: [...this.#accounts] };
  }

  #noTime(): void {
    this.#first = Number.NEGATIVE_INFINITY;
    this.#last = Number.POSITIVE_INFINITY;
  }

  #account(account: unknown): void {
    if (account === this.#lastAccount || typeof account !== 'string') return;
    this.#lastAccount = account;
    if (this.#accounts.size < MOST_ACCOUNTS) this.#accounts.add(account);
  }
}

/** The same for flow log text whose lines are bytes still. */
export class FactsOfLines {
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  readonly #accounts = new Set<string>();
  #lastAccount = 0;

  /** @param start, end epoch seconds, below 0 where the line has none */
  time(start: number, end: number): void {
    if (start < this.#first) this.#first = start < 0 ? Number.NEGATIVE_INFINITY : start;
    if (end > this.#last) this.#last = end;
    if (end < 0) this.#last = Number.POSITIVE_INFINITY;
  }

  /** @param hash of the bytes: lines of one account follow each other */
  account(bytes: Buffer, from: number, to: number, hash: number): void {
    if (hash === this.#lastAccount) return;
    this.#lastAccount = hash;
    const account = bytes.toString('latin1', from, to);
    if (account !== '-' && this.#accounts.size < MOST_ACCOUNTS) this.#accounts.add(account);
  }

  of(records: number): FileFacts {
    const first = Number.isFinite(this.#first) ? this.#first : null;
    const last = Number.isFinite(this.#last) ? this.#last : null;
    return { table: 'vpc_flow_logs', records, first, last, accounts: [...this.#accounts] };
  }
}

/** Finds, among spans of time, whether any meets another; what has no known time meets everything of its table. */
export class Spans {
  readonly #byTable = new Map<TableName, { readonly firsts: number[]; readonly lasts: number[] }>();

  constructor(facts: Iterable<FileFacts>) {
    const sorted = [...facts].toSorted((a, b) => beginOf(a) - beginOf(b));
    for (const fact of sorted) {
      if (fact.records === 0) continue;
      const own = this.#byTable.get(fact.table) ?? { firsts: [], lasts: [] };
      this.#byTable.set(fact.table, own);
      own.firsts.push(beginOf(fact));
      // The latest of all that begin no later than this one.
      own.lasts.push(Math.max(own.lasts.at(-1) ?? Number.NEGATIVE_INFINITY, endOf(fact)));
    }
  }

  /** Does one of the spans have a second in common with this file's? A file without records meets none. */
  meet(facts: FileFacts): boolean {
    const own = this.#byTable.get(facts.table);
    if (own === undefined || facts.records === 0) return false;
    const [begin, end] = [beginOf(facts), endOf(facts)];
    let [low, high] = [0, own.firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((own.firsts[middle] ?? 0) <= end) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (own.lasts[low - 1] ?? 0) >= begin;
  }
}

const beginOf = ({ first }: FileFacts) => first ?? Number.NEGATIVE_INFINITY;
const endOf = ({ last }: FileFacts) => last ?? Number.POSITIVE_INFINITY;
