import { EVENT_IDS, noteOfForgotten, SeenTexts } from '../../reading/seen-records';
import { type PlainFlowText, WORDS_OF_LINE } from './plain-lines';
import { FLOWS, SeenFlows } from './seen-flows';

/** Records that were read before: events by their id, flows by what tells them apart. */
export class Seen {
  readonly events = new SeenTexts(EVENT_IDS);
  readonly flows = new SeenFlows();
  /** Was nothing added yet? */
  isEmpty = true;

  /** Adds an event; true when it was there already. One without an id never is. */
  isKnownEvent(eventId: string | undefined): boolean {
    if (eventId === undefined) return false;
    this.isEmpty = false;
    return this.events.isDuplicate(eventId);
  }

  /** Adds a flow by its hash; true when it was there already. */
  isKnownFlow(high: number, low: number, start: number): boolean {
    this.isEmpty = false;
    return this.flows.isKnown(high, low, start);
  }

  /** Adds the lines of a file; gives which of them, counted from 0, were there already. */
  duplicatesIn({ hashes }: PlainFlowText): ReadonlySet<number> {
    const duplicates = new Set<number>();
    for (let at = 0; at < hashes.length; at += WORDS_OF_LINE) {
      if (this.isKnownFlow(hashes[at] as number, hashes[at + 1] as number, hashes[at + 2] as number)) {
        duplicates.add(at / WORDS_OF_LINE);
      }
    }
    return duplicates;
  }

  /** Where duplicates were not looked for, in a sentence; undefined when nothing had to be forgotten. */
  get note(): string | undefined {
    return noteOfForgotten([
      { what: 'events', capacity: EVENT_IDS, forgotten: this.events.forgotten },
      { what: 'flows', capacity: FLOWS, forgotten: this.flows.forgotten },
    ]);
  }
}

/**
 * Records that were loaded and stand in a delivered file too. The delivered one counts: its key says account, region
 * and time.
 */
export class Overlap {
  readonly events = new Set<string>();
  readonly #flows = new Set<string>();
  readonly #loaded: Seen;

  constructor(loaded: Seen) {
    this.#loaded = loaded;
  }

  get isEmpty(): boolean {
    return this.events.size === 0 && this.#flows.size === 0;
  }

  /** Notes an event of a delivered file. */
  event(eventId: string | undefined): void {
    if (eventId !== undefined && !this.#loaded.isEmpty && this.#loaded.events.has(eventId)) {
      this.events.add(eventId);
    }
  }

  /** Notes a flow of a delivered file, by its hash. */
  flow(high: number, low: number, start: number): void {
    if (!this.#loaded.isEmpty && this.#loaded.flows.has(high, low, start)) this.#flows.add(keyOf(high, low));
  }

  /** Notes the lines of a delivered file. */
  flows({ hashes }: PlainFlowText): void {
    if (this.#loaded.isEmpty) return;
    for (let at = 0; at < hashes.length; at += WORDS_OF_LINE) {
      this.flow(hashes[at] as number, hashes[at + 1] as number, hashes[at + 2] as number);
    }
  }

  hasFlow(high: number, low: number): boolean {
    return this.#flows.has(keyOf(high, low));
  }
}

const keyOf = (high: number, low: number) => `${high >>> 0} ${low >>> 0}`;
