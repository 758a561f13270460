import { type Keeping, KeySightings } from './key-sightings';
import type { Sighting } from './sighting';

/** Keys (an actor, a task, a schedule, each for one rule) of one generation; about 500 bytes each, two are held. */
export const MOST_KEYS = 10_000;
/** Of one key, whatever its windows. */
const MOST_SIGHTINGS = 4_096;
/** CloudTrail delivers out of order by minutes. */
const HOUR = 3_600;

/** How many keys all rules together hold, and what had to leave. */
export class Room {
  readonly mostKeys: number;
  keys = 0;
  /** Latest time any record speaks of, epoch seconds. */
  latest: number = Number.NEGATIVE_INFINITY;
  leftEarly = 0;
  /** Tells all books to begin a new generation. */
  readonly onFull: (() => void)[] = [];

  constructor(mostKeys: number = MOST_KEYS) {
    this.mostKeys = mostKeys;
  }

  take(): void {
    this.keys += 1;
    if (this.keys <= this.mostKeys) return;
    this.keys = 1;
    for (const turn of this.onFull) turn();
  }
}

/**
 * The sightings of one rule by key. Keys that nothing was added to while all rules together took in `mostKeys` others
 * leave, after they were judged.
 */
export class SightingBook {
  readonly #keeping: Keeping;
  readonly #room: Room;
  readonly #horizonSeconds: number;
  readonly #onLeave: (key: string, sightings: KeySightings) => void;
  #newer = new Map<string, KeySightings>();
  #older = new Map<string, KeySightings>();

  /** @param onLeave is given what is about to be forgotten */
  constructor(
    keeping: Keeping,
    horizonSeconds: number,
    room: Room,
    onLeave: (key: string, sightings: KeySightings) => void,
  ) {
    this.#keeping = keeping;
    this.#horizonSeconds = horizonSeconds;
    this.#room = room;
    this.#onLeave = onLeave;
    room.onFull.push(() => this.#turn());
  }

  add(key: string, sighting: Sighting): void {
    const held = this.#of(key);
    // It comes so late that what it might have belonged with is forgotten.
    if (sighting.at - this.#horizonSeconds < (held.forgottenBefore ?? Number.NEGATIVE_INFINITY))
      this.#room.leftEarly += 1;
    held.add(sighting);
    if (held.size <= MOST_SIGHTINGS) return;
    this.#onLeave(key, held);
    // Judged, and further back than the rule looks: only records that come late could miss it, and those are counted.
    held.forgetBefore(held.latest() - Math.max(HOUR, 2 * this.#horizonSeconds));
    if (held.size > MOST_SIGHTINGS / 2)
      this.#room.leftEarly += held.keepMost(MOST_SIGHTINGS / 2, this.#horizonSeconds);
  }

  hasDistinct(key: string, step: number, value: string, at: number): boolean {
    return this.#newer.get(key)?.hasDistinct(step, value, at) ?? false;
  }

  merge(other: SightingBook): void {
    for (const [key, sightings] of other.entries()) this.#of(key).merge(sightings);
  }

  /** What is remembered of a key, without beginning anything. */
  held(key: string): KeySightings | undefined {
    return this.#newer.get(key) ?? this.#older.get(key);
  }

  *entries(): Iterable<readonly [string, KeySightings]> {
    yield* this.#older;
    yield* this.#newer;
  }

  #of(key: string): KeySightings {
    const held = this.#newer.get(key);
    if (held !== undefined) return held;
    this.#room.take();
    const kept = this.#older.get(key) ?? new KeySightings(this.#keeping);
    this.#older.delete(key);
    this.#newer.set(key, kept);
    return kept;
  }

  #turn(): void {
    for (const [key, sightings] of this.#older) {
      this.#onLeave(key, sightings);
      if (sightings.latest() >= this.#room.latest - this.#horizonSeconds)
        this.#room.leftEarly += sightings.size;
    }
    this.#older = this.#newer;
    this.#newer = new Map();
  }
}

/** What had no room, a sentence each; `unlearned` counts values that first times could not learn. */
export function overflowOf({ leftEarly, mostKeys }: Room, unlearned: number): readonly string[] {
  return [
    ...(leftEarly === 0
      ? []
      : [
          `${leftEarly} sightings left the trail analyzer early, to keep memory bounded: each rule remembers each actor by itself, ${2 * mostKeys} of them together at most; chains and counts that took longer than ${mostKeys} others to come are missing where they began early`,
        ]),
    ...(unlearned === 0
      ? []
      : [`${unlearned} values had no room in what first times learn from; they are never told as new`]),
  ];
}

/** What was new of keys that have new things all the time, by rule; a sentence, or none. */
export function untoldNews(crowded: ReadonlyMap<string, number>): readonly string[] {
  if (crowded.size === 0) return [];
  const rules = [...crowded].map(([id, count]) => `${count} of ${id}`).join(', ');
  return [
    `first times left alone actors, services and accounts without habits, which had many different values while they were learned: ${rules}; other detections still see these records`,
  ];
}
