import { DifferentValues } from './different-values';
import type { FirstSeen } from './first-seen';
import { MOST_IDS, RECORD_IDS } from './join-by-actor';
import { judgeChain } from './judge-chain';
import { isCrowded } from './keeping';
import { inTime, type Sighting } from './sighting';
import { AT_LEAST, episodesOf, type Found, QUIET_SECONDS, sentenceOf } from './tell-sightings';
import type { CountRule, PatternRule, PredicateRule, TrailRule } from './trail-rule';

/** The step of calls from which a time runs that other records come during. */
export const DURING_STEP = 1;

/** The records of a predicate that count: all, or those that come, or do not come, within the time after a start. */
function counting({ during }: PredicateRule, sightings: readonly Sighting[]): readonly Sighting[] {
  if (during === undefined) return sightings;
  const starts = sightings.filter(({ step }) => step === DURING_STEP);
  const isDuring = ({ at }: Sighting) =>
    starts.some((start) => start.at <= at && at - start.at <= during.minutes * 60);
  return sightings.filter(
    (sighting) => sighting.step !== DURING_STEP && isDuring(sighting) === during.isTold,
  );
}

/**
 * What a rule says about the sightings of one key, in time order. A pure function of them: whoever has the same
 * records finds the same.
 */
export function judgeKey(
  rule: TrailRule,
  sightings: readonly Sighting[],
  firsts?: FirstSeen,
): readonly Found[] {
  switch (rule.kind) {
    case 'predicate':
      return episodesOf(counting(rule, sightings)).flatMap((episode) => reached(rule, episode, 1, 0));
    case 'pattern':
      return judgeCount(rule, sightings);
    case 'count':
      return judgeCount(rule, sightings).map((found) => (rule.by === undefined ? found : withIds(found)));
    case 'chain':
      return judgeChain(rule, sightings, firsts);
    case 'first-time':
      return [];
  }
}

function firstOfEach(sightings: readonly Sighting[]): readonly Sighting[] {
  const seen = new Map<string | undefined, Sighting>();
  for (const sighting of sightings) if (!seen.has(sighting.value)) seen.set(sighting.value, sighting);
  return [...seen.values()];
}

function valuesOf(sightings: readonly Sighting[]): readonly string[] {
  return [...new Set(sightings.map(({ value }) => value))].filter((value) => value !== undefined);
}

/** What is not by actor alone may be found several times for one. */
function withIds(found: Found): Found {
  const ids = found.counted.slice(0, MOST_IDS).map(({ id }) => id);
  return { ...found, facts: { ...found.facts, [RECORD_IDS]: ids } };
}

function judgeCount(rule: PatternRule | CountRule, sightings: readonly Sighting[]): readonly Found[] {
  const seconds = rule.withinMinutes * 60;
  return episodesOf(sightings, Math.max(seconds, QUIET_SECONDS)).flatMap((episode) =>
    reached(rule, episode, rule.atLeast, seconds),
  );
}

/** The episode as a story, if so many of it lie within the span. Each sighting comes once and leaves once. */
function reached(
  rule: PredicateRule | PatternRule | CountRule,
  inOrder: readonly Sighting[],
  atLeast: number,
  seconds: number,
): readonly Found[] {
  const isDistinct = rule.kind === 'count' && rule.distinct !== undefined;
  const amounts = rule.kind === 'count' ? rule.amounts : undefined;
  const episode = amounts === undefined ? inOrder : inOrder.toSorted(bySecondAndValue);
  const different = isDistinct ? new DifferentValues() : undefined;
  const tally = amounts?.tally();
  let from = 0;
  for (const [index, { at, value }] of episode.entries()) {
    for (let old = episode[from] as Sighting; at - old.at > seconds; old = episode[from] as Sighting) {
      from += 1;
      if (old.value === undefined) continue;
      tally?.leave(old.value);
      different?.leave(old.value);
    }
    if (value !== undefined) {
      tally?.come(value);
      different?.come(value);
    }
    if ((different?.size ?? index + 1 - from) < atLeast || tally?.isReached === false) continue;
    const isPart = ({ value = '' }: Sighting) => amounts?.isPart?.(value) ?? true;
    const counted = episode.filter(isPart);
    const values = valuesOf(counted);
    const inWords = isDistinct ? `; ${values.length} different: ${values.slice(0, 5).join(', ')}` : '';
    const isLeast = isCrowded(rule, episode);
    return [
      {
        // How many of those that say the same are kept hangs on chance: each value counts once.
        counted: isDistinct ? firstOfEach(counted) : counted,
        lastSeen: (counted.at(-1) as Sighting).at,
        // Where one record is enough, each of them is a case of its own.
        evidence: atLeast === 1 ? counted : episode.slice(from, index + 1).filter(isPart),
        reachedAt: at,
        summary: `${sentenceOf(counted, isLeast)}${inWords}`,
        facts: isDistinct
          ? { count: values.length, values }
          : { count: counted.length, ...(isLeast && AT_LEAST) },
      },
    ];
  }
  return [];
}

function bySecondAndValue(one: Sighting, other: Sighting): number {
  const [first = '', second = ''] = [one.value, other.value];
  return one.at - other.at || (first < second ? -1 : first > second ? 1 : inTime(one, other));
}
