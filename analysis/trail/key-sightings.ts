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

/** Steps of a chain are few: a part of time and a step make one number. */
const MOST_STEPS = 64;

/**
 * The sightings of one key. Adding is a union: it may be done in any order and twice, and what is kept of it depends
 * on nothing but which records there were.
 */
export class KeySightings {
  readonly #keeping: Keeping;
  #known = new Map<string, Sighting>();
  #trimAt = TRIMMED_FROM;
  /** Of steps of which records that say the same are kept once: by part of time and step, then by what they say. */
  #distinct: Map<number, Map<string, Sighting>> | undefined;
  #size = 0;

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
  }

  add(sighting: Sighting): void {
    if (this.#keeping.distinctSteps.has(sighting.step)) {
      this.#addDistinct(sighting);
      return;
    }
    const place = placeOf(sighting);
    const known = this.#known.get(place);
    if (known !== undefined && inTime(known, sighting) <= 0) return;
    this.#known.set(place, sighting);
    if (this.#known.size < this.#trimAt) return;
    this.#trim();
    this.#trimAt = Math.max(TRIMMED_FROM, this.#known.size * 2);
  }

  /** Is the same already there from earlier in the same part of time? Asked before a sighting is made of a record. */
  hasDistinct(step: number, value: string, at: number): boolean {
    const known = this.#distinct?.get(this.#groupOf(step, at))?.get(value);
    return known !== undefined && known.at < at;
  }

  merge(other: KeySightings): void {
    for (const sighting of other.#all()) this.add(sighting);
  }

  get size(): number {
    return this.#known.size + this.#size;
  }

  /** In time order. */
  sorted(): readonly Sighting[] {
    this.#trim();
    return [...this.#all()].sort(inTime);
  }

  /** Forgets what is older; gives how many went. */
  forgetBefore(time: number): number {
    const kept = [...this.#all()].filter(({ at }) => at >= time);
    const gone = this.size - kept.length;
    if (gone > 0) this.#keep(kept);
    return gone;
  }

  /** Epoch seconds of the latest. */
  latest(): number {
    let latest = Number.NEGATIVE_INFINITY;
    for (const { at } of this.#all()) latest = Math.max(latest, at);
    return latest;
  }

  /** Forgets all but the latest; gives how many went. */
  keepLatest(most: number): number {
    const sorted = this.sorted();
    const kept = sorted.slice(-most);
    this.#keep(kept);
    return sorted.length - kept.length;
  }

  *#all(): Iterable<Sighting> {
    yield* this.#known.values();
    for (const group of this.#distinct?.values() ?? []) yield* group.values();
  }

  #keep(sightings: readonly Sighting[]): void {
    this.#known = new Map();
    this.#distinct = undefined;
    this.#size = 0;
    for (const sighting of sightings) {
      if (this.#keeping.distinctSteps.has(sighting.step)) this.#addDistinct(sighting);
      else this.#known.set(placeOf(sighting), sighting);
    }
  }

  #addDistinct(sighting: Sighting): void {
    const { step, at, value = '' } = sighting;
    this.#distinct ??= new Map();
    const name = this.#groupOf(step, at);
    let group = this.#distinct.get(name);
    if (group === undefined) {
      group = new Map();
      this.#distinct.set(name, group);
    }
    const known = group.get(value);
    if (known !== undefined && inTime(known, sighting) <= 0) return;
    if (known === undefined) this.#size += 1;
    group.set(value, sighting);
  }

  #partOf(at: number): number {
    return Math.floor(at / this.#keeping.partSeconds);
  }

  #groupOf(step: number, at: number): number {
    return this.#partOf(at) * MOST_STEPS + step;
  }

  #trim(): void {
    const { firstKept, lastKept } = this.#keeping;
    if (this.#known.size <= firstKept + lastKept) return;
    const parts = new Map<number, Sighting[]>();
    for (const sighting of this.#known.values()) {
      const part = this.#groupOf(sighting.step, sighting.at);
      const held = parts.get(part);
      if (held === undefined) parts.set(part, [sighting]);
      else held.push(sighting);
    }
    for (const held of parts.values()) {
      if (held.length <= firstKept + lastKept) continue;
      held.sort(inTime);
      for (const left of held.slice(firstKept, held.length - lastKept)) this.#known.delete(placeOf(left));
    }
  }
}

function placeOf({ id, step }: Sighting): string {
  return `${step} ${id}`;
}
