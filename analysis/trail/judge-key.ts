import type { FirstSeen } from './first-seen';
import { MOST_IDS, RECORD_IDS } from './join-by-actor';
import { judgeChain } from './judge-chain';
import type { Sighting } from './sighting';
import { episodesOf, type Found, QUIET_SECONDS, sentenceOf } from './tell-sightings';
import type { TrailRule } from './trail-rule';

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
      return episodesOf(sightings).flatMap((episode) => reached(episode, 1, 0, false));
    case 'pattern':
      return judgeCount(sightings, rule.atLeast, rule.withinMinutes * 60, false);
    case 'count':
      return judgeCount(sightings, rule.atLeast, rule.withinMinutes * 60, rule.distinct !== undefined).map(
        (found) => (rule.by === undefined ? found : withIds(found)),
      );
    case 'chain':
      return judgeChain(rule, sightings, firsts);
    case 'first-time':
      return [];
  }
}

/** What is not by actor alone may be found several times for one. */
function withIds(found: Found): Found {
  const ids = found.counted.slice(0, MOST_IDS).map(({ id }) => id);
  return { ...found, facts: { ...found.facts, [RECORD_IDS]: ids } };
}

function judgeCount(
  sightings: readonly Sighting[],
  atLeast: number,
  seconds: number,
  isDistinct: boolean,
): readonly Found[] {
  return episodesOf(sightings, Math.max(seconds, QUIET_SECONDS)).flatMap((episode) =>
    reached(episode, atLeast, seconds, isDistinct),
  );
}

/** The episode as a story, if so many of it lie within the span. */
function reached(
  episode: readonly Sighting[],
  atLeast: number,
  seconds: number,
  isDistinct: boolean,
): readonly Found[] {
  let from = 0;
  for (const [index, { at }] of episode.entries()) {
    while (at - (episode[from] as Sighting).at > seconds) from += 1;
    const within = episode.slice(from, index + 1);
    const count = isDistinct ? new Set(within.map(({ value }) => value)).size : within.length;
    if (count < atLeast) continue;
    const values = [...new Set(episode.map(({ value }) => value))].filter((value) => value !== undefined);
    const inWords = isDistinct ? `; ${values.length} different: ${values.slice(0, 5).join(', ')}` : '';
    return [
      {
        counted: episode,
        // Where one record is enough, each of them is a case of its own.
        evidence: atLeast === 1 ? episode : within,
        reachedAt: at,
        summary: `${sentenceOf(episode)}${inWords}`,
        facts: { count: episode.length, ...(isDistinct && { values }) },
      },
    ];
  }
  return [];
}
