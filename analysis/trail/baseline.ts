import type { DaysSeen } from './days-seen';
import { inTime, type Sighting } from './sighting';
import { episodesOf, type Found } from './tell-sightings';
import type { FirstTimeRule } from './trail-rule';

const DAY = 86_400;
export const LEARNING_DAYS = 14;
const EXPIRES_DAYS = 90;
const MOST_HABITS = 20;
/** Values of all keys of a rule together; about 600 bytes each with the key. */
const MOST_KNOWN = 12_000;
const SHOWN = 5;
const MOST_TEXT = 200;
/** New is not yet bad. */
const CONFIDENCE = 0.5;

/** A time through which a value kept coming, without a pause as long as its expiry. */
export interface SeenSpan {
  readonly first: Sighting;
  /** Epoch seconds; grows while the value keeps coming. */
  to: number;
  /** Its first record was only learned from: it is never told. */
  isLearned?: boolean | undefined;
}

/**
 * What each key did, and since when: the values of one rule. Adding is a union of spans, so that records may come in
 * any order and twice.
 */
export class Baseline {
  readonly #rule: FirstTimeRule;
  readonly #expirySeconds: number;
  readonly #keys = new Map<string, Map<string, readonly SeenSpan[]>>();
  #size = 0;
  /** Values that there was no room for. */
  leftOut = 0;

  constructor(rule: FirstTimeRule) {
    this.#rule = rule;
    this.#expirySeconds = (rule.expiresDays ?? EXPIRES_DAYS) * DAY;
  }

  /**
   * Was the value seen before, so that the span of it need only grow? Where it was not, or where this is older than what
   * is known, a span has to be added.
   */
  extend(key: string, value: string, at: number): boolean {
    const spans = this.#keys.get(key)?.get(value);
    const last = spans?.[spans.length - 1];
    if (last === undefined || at <= last.first.at || at > last.to + this.#expirySeconds) return false;
    if (at > last.to) last.to = at;
    return true;
  }

  /** Takes in what was learned elsewhere. */
  addSpan(key: string, value: string, span: SeenSpan): void {
    const values = this.#keys.get(key) ?? new Map<string, readonly SeenSpan[]>();
    const spans = values.get(value);
    if (spans === undefined) {
      if (this.#size >= MOST_KNOWN) {
        this.leftOut += 1;
        return;
      }
      this.#size += 1;
    }
    values.set(value, joined([...(spans ?? []), span], this.#expirySeconds));
    this.#keys.set(key, values);
  }

  merge(other: Baseline): void {
    for (const [key, values] of other.#keys) {
      for (const [value, spans] of values) for (const span of spans) this.addSpan(key, value, span);
    }
    this.leftOut += other.leftOut;
  }

  /** Every key with its values, for whoever keeps them. */
  entries(): Iterable<readonly [string, ReadonlyMap<string, readonly SeenSpan[]>]> {
    return this.#keys;
  }

  /**
   * What was new. Nothing is while it learns: neither in the first days of all, nor in the first days of a key.
   *
   * @param days that there are records of at all: news needs so many before it, none of them older than what a value
   *   is remembered for
   */
  judge(days: DaysSeen, learningDays: number): readonly Found[] {
    const found: Found[] = [];
    for (const [key, values] of this.#keys) found.push(...this.#judgeKey(key, values, days, learningDays));
    return found;
  }

  #judgeKey(
    key: string,
    values: ReadonlyMap<string, readonly SeenSpan[]>,
    days: DaysSeen,
    learningDays: number,
  ): readonly Found[] {
    const all = [...values.values()].flat().sort((one, other) => inTime(one.first, other.first));
    const { told, taughtBy, whose } = this.#rule;
    const teacher = all.find(
      ({ first: { call } }) => taughtBy === undefined || taughtBy.includes(nameOf(call)),
    );
    if (teacher === undefined) return [];
    const keySince = teacher.first.at;
    const earliest = keySince + learningDays * DAY;
    const looked = learningDays * DAY + this.#expirySeconds;
    const fresh = all.filter(
      ({ first: { at, call }, isLearned }) =>
        isLearned !== true &&
        at >= earliest &&
        days.between(at - looked, at) >= learningDays &&
        (told === undefined || told.includes(nameOf(call))),
    );
    const news = fresh.filter(
      ({ first }) => habitsBefore(values, first) <= (this.#rule.mostValues ?? MOST_HABITS),
    );
    return episodesOf(news.map(({ first }) => first)).map((episode) => {
      const first = episode[0] as Sighting;
      const known = [...values]
        .filter(([, spans]) => (spans[0]?.first.at ?? first.at) < first.at)
        .map(([value]) => value)
        .sort();
      const learnedDays = days.between(Math.max(first.at - looked, keySince), first.at);
      const shown = episode.map(({ value }) => value).slice(0, SHOWN);
      const learnedOf =
        whose === undefined ? first.who.replace(/ \(.*\)$/s, '') : `${whose} ${key.slice(0, MOST_TEXT)}`;
      const by = learnedOf === first.who ? '' : ` by ${first.who}`;
      const place = first.address === undefined ? '' : ` from ${first.address}`;
      return {
        counted: episode,
        evidence: episode,
        reachedAt: first.at,
        summary: `${this.#rule.of} ${shown.join(', ')} was never seen before in ${learnedDays} days of ${learnedOf}; ${first.call}${by}${place}`,
        confidence: CONFIDENCE,
        facts: {
          learnedDays,
          values: episode.flatMap(({ value }) => value ?? []),
          known: known.slice(0, SHOWN),
        },
      };
    });
  }
}

/** `BatchGetImage` of `ecr:BatchGetImage`. */
const nameOf = (call: string): string => call.split(':').at(-1) ?? call;

function habitsBefore(values: ReadonlyMap<string, readonly SeenSpan[]>, { at }: Sighting): number {
  let count = 0;
  for (const spans of values.values()) if ((spans[0]?.first.at ?? at) < at) count += 1;
  return count;
}

/** Spans that lie less than the expiry apart are one; in time order. */
function joined(spans: readonly SeenSpan[], expirySeconds: number): readonly SeenSpan[] {
  const result: SeenSpan[] = [];
  for (const { first, to, isLearned } of [...spans].sort(byFirst)) {
    const last = result.at(-1);
    if (last !== undefined && first.at <= last.to + expirySeconds) last.to = Math.max(last.to, to);
    else result.push({ first, to, ...(isLearned === true && { isLearned }) });
  }
  return result;
}

/** A record that was learned from and is judged as well is judged. */
function byFirst(one: SeenSpan, other: SeenSpan): number {
  return inTime(one.first, other.first) || Number(one.isLearned ?? false) - Number(other.isLearned ?? false);
}
