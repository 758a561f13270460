import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { FlowLogLine } from '../../records/flow-logs/flow-log-line';
import type { Attempts, Traffic } from '../../report/document';
import type { LogSink } from '../reading/log-sink';
import { BucketCounts } from './bucket-counts';

/** A picture has some hundred bars; this leaves room to look closer. */
const MOST_BUCKETS = 20_000;
/** Sources that are counted by time: a flood from everywhere must not fill the memory. */
const MOST_SOURCES = 20_000;
const MOST_BUCKETS_EACH = 500;
/** Sources that have a row in the page. */
const MOST_ROWS = 500;
const LEAST_STEP = 60;
const [CALLS, ACCEPTED, REJECTED] = [0, 1, 2] as const;

/** Counts what a replay analyzes, for the pictures of a page: all records by time, SSH connections by source, too. */
export class TrafficCounter implements LogSink {
  readonly #ports: ReadonlySet<number>;
  readonly #all = new BucketCounts(3, MOST_BUCKETS);
  readonly #sources = new Map<string, { readonly counts: BucketCounts; total: number; rejected: number }>();
  #others = { sources: new Set<string>(), attempts: 0 };

  constructor(sshPorts: readonly number[]) {
    this.#ports = new Set(sshPorts);
  }

  cloudTrail({ eventTime }: CloudTrailRecord): undefined {
    this.#all.add(Math.floor(Date.parse(eventTime) / 1000), CALLS);
    return undefined;
  }

  flow(record: FlowLogLine): undefined {
    const at = record.start ?? record.end;
    if (at === undefined) return undefined;
    const isRejected = record.action === 'REJECT';
    this.#all.add(at, isRejected ? REJECTED : ACCEPTED);
    const { dstport } = record;
    if (dstport !== undefined && this.#ports.has(dstport) && !this.#isReply(record)) {
      this.#addAttempt(record.pktSrcaddr ?? record.srcaddr, at, isRejected);
    }
    return undefined;
  }

  window(): undefined {
    return undefined;
  }

  traffic(): Traffic {
    const entries = this.#all.entries();
    const column = (which: number) => entries.map(([, counts]) => counts[which] ?? 0);
    return {
      of: 'records',
      stepSeconds: this.#all.stepSeconds,
      at: entries.map(([at]) => at),
      calls: column(CALLS),
      accepted: column(ACCEPTED),
      rejected: column(REJECTED),
    };
  }

  /** All in buckets of one length: the longest that any source needs. */
  attempts(): Attempts {
    const sorted = [...this.#sources].sort(([, one], [, other]) => other.total - one.total);
    const rows = sorted.slice(0, MOST_ROWS);
    const stepSeconds = Math.max(LEAST_STEP, ...rows.map(([, { counts }]) => counts.stepSeconds));
    for (const [, { counts }] of rows) while (counts.stepSeconds < stepSeconds) counts.coarsen();
    const left = sorted.slice(MOST_ROWS);
    return {
      of: 'records',
      stepSeconds,
      sources: rows.map(([address, { counts, total, rejected }]) => ({
        ...{ address, total, rejected },
        buckets: counts.entries().map(([at, [count = 0]]) => [at, count] as const),
      })),
      others: {
        sources: left.length + this.#others.sources.size,
        attempts: left.reduce((sum, [, { total }]) => sum + total, this.#others.attempts),
      },
    };
  }

  /** Both ends on an SSH port: the lower port is the server's; and what answers comes from where a client went. */
  #isReply({ srcport, dstport }: FlowLogLine): boolean {
    return srcport !== undefined && dstport !== undefined && this.#ports.has(srcport) && srcport < dstport;
  }

  #addAttempt(source: string | undefined, at: number, isRejected: boolean): void {
    if (source === undefined) return;
    let known = this.#sources.get(source);
    if (known === undefined) {
      if (this.#sources.size === MOST_SOURCES) {
        if (this.#others.sources.size < MOST_SOURCES) this.#others.sources.add(source);
        this.#others.attempts += 1;
        return;
      }
      known = { counts: new BucketCounts(1, MOST_BUCKETS_EACH, LEAST_STEP), total: 0, rejected: 0 };
      this.#sources.set(source, known);
    }
    known.counts.add(at, 0);
    known.total += 1;
    if (isRejected) known.rejected += 1;
  }
}
