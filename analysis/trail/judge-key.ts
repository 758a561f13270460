import type { FirstSeen } from './first-seen';
import { MOST_IDS, RECORD_IDS } from './join-by-actor';
import { judgeChain } from './judge-chain';
import { isCrowded } from './keeping';
import type { Sighting } from './sighting';
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

/** The episode as a story, if so many of it lie within the span. */
function reached(
  rule: PredicateRule | PatternRule | CountRule,
  episode: readonly Sighting[],
  atLeast: number,
  seconds: number,
): readonly Found[] {
  const isDistinct = rule.kind === 'count' && rule.distinct !== undefined;
  const amounts = (rule.kind === 'count' ? rule.amounts : undefined) ?? (() => true);
  let from = 0;
  for (const [index, { at }] of episode.entries()) {
    while (at - (episode[from] as Sighting).at > seconds) from += 1;
    const within = episode.slice(from, index + 1);
    const different = isDistinct ? valuesOf(within) : [];
    if ((isDistinct ? different.length : within.length) < atLeast || !amounts(different)) continue;
    const values = valuesOf(episode);
    const inWords = isDistinct ? `; ${values.length} different: ${values.slice(0, 5).join(', ')}` : '';
    const isLeast = isCrowded(rule, episode);
    return [
      {
        // How many of those that say the same are kept hangs on chance: each value counts once.
        counted: isDistinct ? firstOfEach(episode) : episode,
        lastSeen: (episode.at(-1) as Sighting).at,
        // Where one record is enough, each of them is a case of its own.
        evidence: atLeast === 1 ? episode : within,
        reachedAt: at,
        summary: `${sentenceOf(episode, isLeast)}${inWords}`,
        facts: isDistinct
          ? { count: values.length, values }
          : { count: episode.length, ...(isLeast && AT_LEAST) },
      },
    ];
  }
  return [];
}
