import { countWhile } from '../count-while';
import { inTime, type Sighting } from './sighting';
import { keepSpread, SPREAD_KEPT, spreadRank } from './spread';

/** What one part of time keeps of sightings that say the same. */
interface HeldPart {
  readonly part: number;
  first: Sighting;
  last: Sighting;
  /** A few that lie wide apart, where more than two are kept and came; the first to leave comes last. */
  spread: Sighting[] | undefined;
}

/**
 * The sightings of one step of which records that say the same are kept a few times a part of time: by what they say.
 *
 * The first and the last of a part are enough for everything that asks for two things in order, or for different
 * things within a window: whatever comes in an earlier part is met latest by its last, whatever comes in a later
 * one earliest by its first, and within one part the first of the one comes before the last of the other. In chains of
 * three the middle one may have to lie between two others in the same part: of those a few more are kept, all of
 * them where they are few, else those that lie widest apart. What is kept depends on nothing but which there were.
 */
export class DistinctSightings {
  readonly #partSeconds: number;
  readonly #isSpread: boolean;
  /** In time order. */
  readonly #values = new Map<string, HeldPart[]>();

  constructor(partSeconds: number, isSpread: boolean) {
    this.#partSeconds = partSeconds;
    this.#isSpread = isSpread;
  }

  /** Gives how many more there are than before. */
  add(sighting: Sighting): number {
    const { at, value = '' } = sighting;
    const part = Math.floor(at / this.#partSeconds);
    let parts = this.#values.get(value);
    if (parts === undefined) {
      parts = [];
      this.#values.set(value, parts);
    }
    const place = placeIn(parts, part);
    const held = parts[place - 1];
    if (held === undefined || held.part !== part) {
      const begun: HeldPart = { part, first: sighting, last: sighting, spread: undefined };
      if (place === parts.length) parts.push(begun);
      else parts.splice(place, 0, begun);
      return 1;
    }
    const before = sizeOf(held);
    if (this.#isSpread && (held.first !== held.last || held.spread !== undefined)) {
      held.spread ??= this.#begin(held);
      if (!this.#isSpreadWider(held.spread, at)) keepSpread(held.spread, sighting, this.#partSeconds);
    }
    if (inTime(sighting, held.first) < 0) held.first = sighting;
    if (inTime(sighting, held.last) > 0) held.last = sighting;
    return sizeOf(held) - before;
  }

  /** Would a record of that time change nothing? Asked before a sighting is made of it. */
  has(value: string, at: number): boolean {
    const parts = this.#values.get(value);
    if (parts === undefined) return false;
    const part = Math.floor(at / this.#partSeconds);
    const held = parts[placeIn(parts, part) - 1];
    if (held === undefined || held.part !== part || at <= held.first.at || at >= held.last.at) return false;
    return !this.#isSpread || (held.spread !== undefined && this.#isSpreadWider(held.spread, at));
  }

  #begin({ first, last }: HeldPart): Sighting[] {
    const spread: Sighting[] = [];
    keepSpread(spread, first, this.#partSeconds);
    keepSpread(spread, last, this.#partSeconds);
    return spread;
  }

  /** Are there enough of them, and all before that time in the order? */
  #isSpreadWider(spread: readonly Sighting[], at: number): boolean {
    const worst = spread[SPREAD_KEPT - 1];
    if (worst === undefined) return false;
    return spreadRank(at, this.#partSeconds) > spreadRank(worst.at, this.#partSeconds);
  }

  *[Symbol.iterator](): Iterator<Sighting> {
    for (const parts of this.#values.values()) for (const held of parts) yield* keptOf(held);
  }
}

function* keptOf({ first, last, spread = [] }: HeldPart): Iterable<Sighting> {
  yield first;
  if (last !== first) yield last;
  for (const sighting of spread) if (sighting !== first && sighting !== last) yield sighting;
}

function sizeOf({ first, last, spread = [] }: HeldPart): number {
  let size = last === first ? 1 : 2;
  for (const sighting of spread) if (sighting !== first && sighting !== last) size += 1;
  return size;
}

/** How many are of the part of time or of earlier ones; records come in time order more often than not. */
function placeIn(parts: readonly HeldPart[], part: number): number {
  const last = parts[parts.length - 1];
  if (last === undefined || last.part <= part) return parts.length;
  return countWhile(parts, (held) => held.part <= part);
}
