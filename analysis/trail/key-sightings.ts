import { inTime, type Sighting } from './sighting';

/** How much of what belongs to one key is kept. */
export interface Keeping {
  /** Seconds; of each such part of time and each step the first and the last few records are kept. */
  readonly partSeconds: number;
  readonly firstKept: number;
  readonly lastKept: number;
  /** Steps of which records that say the same are kept once a part. */
  readonly distinctSteps: ReadonlySet<number>;
}

/** Trimming costs a sort: it waits until this many have come. */
const TRIMMED_FROM = 256;

/**
 * The sightings of one key. Adding is a union: it may be done in any order and twice, and what is kept of it depends
 * on nothing but which records there were.
 */
export class KeySightings {
  readonly #keeping: Keeping;
  #known = new Map<string, Sighting>();
  #trimAt = TRIMMED_FROM;

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
  }

  add(sighting: Sighting): void {
    const place = this.#placeOf(sighting);
    const known = this.#known.get(place);
    if (known !== undefined && inTime(known, sighting) <= 0) return;
    this.#known.set(place, sighting);
    if (this.#known.size < this.#trimAt) return;
    this.#trim();
    this.#trimAt = Math.max(TRIMMED_FROM, this.#known.size * 2);
  }

  /** Is the same already there from earlier in the same part of time? Asked before a sighting is made of a record. */
  hasDistinct(step: number, value: string, at: number): boolean {
    const known = this.#known.get(distinctPlace(step, this.#partOf(at), value));
    return known !== undefined && known.at < at;
  }

  merge(other: KeySightings): void {
    for (const sighting of other.#known.values()) this.add(sighting);
  }

  get size(): number {
    return this.#known.size;
  }

  /** In time order. */
  sorted(): readonly Sighting[] {
    this.#trim();
    return [...this.#known.values()].sort(inTime);
  }

  /** Forgets what is older; gives how many went. */
  forgetBefore(time: number): number {
    let gone = 0;
    for (const [place, { at }] of this.#known) {
      if (at >= time) continue;
      this.#known.delete(place);
      gone += 1;
    }
    return gone;
  }

  /** Epoch seconds of the latest. */
  latest(): number {
    let latest = Number.NEGATIVE_INFINITY;
    for (const { at } of this.#known.values()) latest = Math.max(latest, at);
    return latest;
  }

  /** Forgets all but the latest; gives how many went. */
  keepLatest(most: number): number {
    const sorted = this.sorted();
    const kept = sorted.slice(-most);
    this.#known = new Map(kept.map((sighting) => [this.#placeOf(sighting), sighting]));
    return sorted.length - kept.length;
  }

  #partOf(at: number): number {
    return Math.floor(at / this.#keeping.partSeconds);
  }

  #placeOf({ id, step, at, value }: Sighting): string {
    return this.#keeping.distinctSteps.has(step)
      ? distinctPlace(step, this.#partOf(at), value ?? '')
      : `${step} ${id}`;
  }

  #trim(): void {
    const { firstKept, lastKept, distinctSteps } = this.#keeping;
    if (this.#known.size <= firstKept + lastKept) return;
    const parts = new Map<string, Sighting[]>();
    for (const sighting of this.#known.values()) {
      if (distinctSteps.has(sighting.step)) continue;
      const part = `${sighting.step} ${this.#partOf(sighting.at)}`;
      const held = parts.get(part);
      if (held === undefined) parts.set(part, [sighting]);
      else held.push(sighting);
    }
    for (const held of parts.values()) {
      if (held.length <= firstKept + lastKept) continue;
      held.sort(inTime);
      for (const left of held.slice(firstKept, held.length - lastKept)) {
        this.#known.delete(this.#placeOf(left));
      }
    }
  }
}

function distinctPlace(step: number, part: number, value: string): string {
  return `${step} ${part} ${value}`;
}
