import type { Finding } from '../../analysis/finding';
import type { FlowRecord } from '../../records/flow-logs/flow-record';

/** What lies longer before the window is another story: none goes on over so long a pause. */
const NEAR_SECONDS = 3600;
/** Whoever writes the logs can name any number of pairs. */
const MOST_PAIRS = 100_000;

/** Who spoke to whom shortly before the window that is looked at, so that a story that it cuts says so. */
export class BeforeWindow {
  readonly #since: number;
  readonly #pairs = new Set<string>();

  constructor(since: number) {
    this.#since = since;
  }

  add({ srcaddr, dstaddr, pktSrcaddr, pktDstaddr }: FlowRecord, at: number): void {
    if (at < this.#since - NEAR_SECONDS || this.#pairs.size >= MOST_PAIRS) return;
    const source = pktSrcaddr ?? srcaddr;
    const target = pktDstaddr ?? dstaddr;
    if (source !== undefined && target !== undefined) this.#pairs.add(`${source} ${target}`);
  }

  /** Did a finding's source reach for one of its targets before the window, and within an hour of it? */
  hasBeginOf({ source, targets, firstSeen, log }: Finding): boolean {
    if (log === 'cloudtrail' || firstSeen - this.#since > NEAR_SECONDS) return false;
    return targets.some((target) => this.#pairs.has(`${source} ${target}`));
  }
}
