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
/** Of one finding; how many more there were is said. */
const MOST_SHOWN = 20;
/** New is not yet bad. */
const CONFIDENCE = 0.5;

/** What is news of one rule. */
export interface News {
  readonly found: readonly Found[];
  /** New values that are not told, since their key has too many to have habits. */
  readonly untold: number;
}

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
  judge(days: DaysSeen, learningDays: number): News {
    const found: Found[] = [];
    let untold = 0;
    for (const [key, values] of this.#keys) {
      const news = this.#judgeKey(key, values, days, learningDays);
      found.push(...news.found);
      untold += news.untold;
    }
    return { found, untold };
  }

  #judgeKey(
    key: string,
    values: ReadonlyMap<string, readonly SeenSpan[]>,
    days: DaysSeen,
    learningDays: number,
  ): News {
    const all = [...values.values()].flat().sort((one, other) => inTime(one.first, other.first));
    const { told, whose } = this.#rule;
    const teacher = all.find(({ first }) => teaches(this.#rule, first));
    if (teacher === undefined) return NO_NEWS;
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
    if (fresh.length === 0) return NO_NEWS;
    const most = this.#rule.mostValues ?? MOST_HABITS;
    const habits = new Habits(values, keySince + learningDays * DAY);
    const news = fresh.filter(({ first }) => habits.before(first.at) <= most);
    const found = episodesOf(news.map(({ first }) => first)).map((episode) => {
      const first = episode[0] as Sighting;
      const known = [...values]
        .filter(([, spans]) => (spans[0]?.first.at ?? first.at) < first.at)
        .map(([value]) => value)
        .sort();
      const learnedDays = days.between(Math.max(first.at - looked, keySince), first.at);
      const news = episode.flatMap(({ value }) => value ?? []);
      const more = news.length > SHOWN ? ` and ${news.length - SHOWN} more` : '';
      const learnedOf =
        whose === undefined ? first.who.replace(/ \(.*\)$/s, '') : `${whose} ${key.slice(0, MOST_TEXT)}`;
      const by = learnedOf === first.who ? '' : ` by ${first.who}`;
      const place = first.address === undefined ? '' : ` from ${first.address}`;
      return {
        counted: episode,
        evidence: episode,
        reachedAt: first.at,
        summary: `${this.#rule.of} ${news.slice(0, SHOWN).join(', ')}${more} was never seen before in ${learnedDays} days of ${learnedOf}; ${first.call}${by}${place}`,
        confidence: CONFIDENCE,
        facts: {
          learnedDays,
          values: news.slice(0, MOST_SHOWN),
          ...(news.length > MOST_SHOWN && { valuesLeftOut: news.length - MOST_SHOWN }),
          known: known.slice(0, SHOWN),
        },
      };
    });
    return { found, untold: fresh.length - news.length };
  }
}

const NO_NEWS: News = { found: [], untold: 0 };

/** Is it a record since which the values of its key are known? */
export function teaches({ taughtBy }: FirstTimeRule, { call }: Sighting): boolean {
  return taughtBy === undefined || taughtBy.includes(nameOf(call));
}

/** `BatchGetImage` of `ecr:BatchGetImage`. */
const nameOf = (call: string): string => call.split(':').at(-1) ?? call;

/**
 * How many habits a key has: the values that it had while it was learned, and afterwards the days that brought new ones.
 * Days and not values, since whoever brings twenty at once would hide the next one behind them.
 */
class Habits {
  readonly #firsts: readonly number[];
  readonly #learnedUntil: number;

  /** @param learnedUntil epoch seconds */
  constructor(values: ReadonlyMap<string, readonly SeenSpan[]>, learnedUntil: number) {
    this.#firsts = [...values.values()].flatMap(([span]) => span?.first.at ?? []);
    this.#learnedUntil = learnedUntil;
  }

  /** @param at epoch seconds; what came up then is not among them */
  before(at: number): number {
    const earlier = this.#firsts.filter((first) => first < at);
    const learned = earlier.filter((first) => first < this.#learnedUntil);
    const days = earlier
      .filter((first) => first >= this.#learnedUntil)
      .map((first) => Math.floor(first / DAY));
    return learned.length + new Set(days).size;
  }
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
