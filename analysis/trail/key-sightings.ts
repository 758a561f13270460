import { DistinctSightings } from './distinct-sightings';
import { inOrderOfWorth, type Shares } from './in-order-of-worth';
import { inTime, type Sighting } from './sighting';
import { keepSpread } from './spread';

/** How much of what belongs to one key is kept. */
export interface Keeping extends Shares {
  /** Of each part of time and each step the first and the last few records are kept. */
  readonly firstKept: number;
  readonly lastKept: number;
  /** Steps of which records that say the same are kept once or twice a part. */
  readonly distinctSteps: ReadonlySet<number>;
  /** Steps that may have to lie between two others: some from the middle of each part are kept as well. */
  readonly spreadSteps: ReadonlySet<number>;
}

/** Trimming costs a sort: it waits until this many have come. */
const TRIMMED_FROM = 256;

/**
 * The sightings of one key. Adding is a union: it may be done in any order and twice, and what is kept of it depends
 * on nothing but which records there were.
 */
export class KeySightings {
  readonly #keeping: Keeping;
  /** By record and step; keys with one sighting, of whatever step, as most are where actors are many, need no map. */
  #known: Map<string, Sighting> | undefined;
  #only: Sighting | undefined;
  #trimAt = TRIMMED_FROM;
  /** By step. */
  #distinct: (DistinctSightings | undefined)[] | undefined;
  #size = 0;
  /** Epoch seconds: what is older was forgotten, if anything was. */
  forgottenBefore: number | undefined;

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
  }

  add(sighting: Sighting): void {
    if (this.size === 0) {
      this.#only = sighting;
      return;
    }
    if (this.#only !== undefined) {
      const first = this.#only;
      this.#only = undefined;
      this.#hold(first);
    }
    if (this.#hold(sighting) < this.#trimAt) return;
    this.#trim();
    this.#trimAt = Math.max(TRIMMED_FROM, (this.#known?.size ?? 0) * 2);
  }

  /** Gives how many there are of which all are kept until they are trimmed. */
  #hold(sighting: Sighting): number {
    if (!this.#keeping.distinctSteps.has(sighting.step)) return this.#put(sighting);
    this.#addDistinct(sighting);
    return this.#known?.size ?? 0;
  }

  /** Holds it, unless the same record is held from earlier; gives how many are. */
  #put(sighting: Sighting): number {
    this.#known ??= new Map();
    const known = this.#known;
    const place = placeOf(sighting);
    const same = known.get(place);
    if (same === undefined || inTime(sighting, same) < 0) known.set(place, sighting);
    return known.size;
  }

  /** Would a record of a distinct step change nothing? Asked before a sighting is made of it. */
  hasDistinct(step: number, value: string, at: number): boolean {
    return this.#distinct?.[step]?.has(value, at) ?? false;
  }

  /** Is there any of the step, which is one of those kept once a part? */
  has(step: number): boolean {
    return this.#only === undefined ? this.#distinct?.[step] !== undefined : this.#only.step === step;
  }

  merge(other: KeySightings): void {
    for (const sighting of other.#all()) this.add(sighting);
  }

  get size(): number {
    return (this.#known?.size ?? (this.#only === undefined ? 0 : 1)) + this.#size;
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
    if (gone > 0) {
      this.#keep(kept);
      this.forgottenBefore = time;
    }
    return gone;
  }

  /** Epoch seconds of the latest. */
  latest(): number {
    let latest = Number.NEGATIVE_INFINITY;
    for (const { at } of this.#all()) latest = Math.max(latest, at);
    return latest;
  }

  /** Forgets all but what is worth most; gives how many went. */
  keepMost(most: number, horizonSeconds: number): number {
    const sorted = this.sorted();
    const kept = inOrderOfWorth(sorted, this.#keeping, horizonSeconds).slice(0, most);
    this.#keep(kept);
    return sorted.length - kept.length;
  }

  *#all(): Iterable<Sighting> {
    if (this.#only !== undefined) yield this.#only;
    yield* this.#known?.values() ?? [];
    for (const ofStep of this.#distinct ?? []) if (ofStep !== undefined) yield* ofStep;
  }

  #keep(sightings: readonly Sighting[]): void {
    this.#known = undefined;
    this.#only = undefined;
    this.#distinct = undefined;
    this.#size = 0;
    const [only] = sightings;
    if (sightings.length === 1) this.#only = only;
    else for (const sighting of sightings) this.#hold(sighting);
  }

  #addDistinct(sighting: Sighting): void {
    const { step } = sighting;
    const { partSeconds, spreadSteps } = this.#keeping;
    this.#distinct ??= [];
    let ofStep = this.#distinct[step];
    if (ofStep === undefined) {
      ofStep = new DistinctSightings(partSeconds, spreadSteps.has(step));
      this.#distinct[step] = ofStep;
    }
    this.#size += ofStep.add(sighting);
  }

  #partOf(at: number): number {
    return Math.floor(at / this.#keeping.partSeconds);
  }

  #trim(): void {
    const { firstKept, lastKept, partSeconds, spreadSteps } = this.#keeping;
    const known = this.#known;
    if (known === undefined || known.size <= firstKept + lastKept) return;
    const parts = new Map<string, Sighting[]>();
    for (const sighting of known.values()) {
      const part = `${sighting.step} ${this.#partOf(sighting.at)}`;
      const held = parts.get(part);
      if (held === undefined) parts.set(part, [sighting]);
      else held.push(sighting);
    }
    for (const held of parts.values()) {
      if (held.length <= firstKept + lastKept) continue;
      held.sort(inTime);
      const between = held.slice(firstKept, held.length - lastKept);
      const isSpread = spreadSteps.has((held[0] as Sighting).step);
      const spread: Sighting[] = [];
      if (isSpread) for (const sighting of held) keepSpread(spread, sighting, partSeconds);
      for (const left of between) if (!spread.includes(left)) known.delete(placeOf(left));
    }
  }
}

function placeOf({ id, step }: Sighting): string {
  return `${step} ${id}`;
}
