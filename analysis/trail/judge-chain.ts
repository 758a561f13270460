import { countWhile } from '../count-while';
import { groupBy } from '../group-by';
import { isoTime } from '../iso-time';
import { DifferentValues } from './different-values';
import type { FirstSeen } from './first-seen';
import { MOST_IDS, RECORD_IDS } from './join-by-actor';
import { isCrowded, keepingOf } from './keeping';
import { inTime, type Sighting } from './sighting';
import { AT_LEAST, episodesOf, type Found } from './tell-sightings';
import type { ChainRule, ChainStep } from './trail-rule';

/** Different pasts that are tried for one last step. */
const MOST_TRIES = 512;
/** Steps by one actor within a span may be chance. */
const CONFIDENCE = 0.8;

/** Every time that all steps come together; those that lie close to each other are one story, told by its first. */
export function judgeChain(
  rule: ChainRule,
  sightings: readonly Sighting[],
  firsts: FirstSeen | undefined,
): readonly Found[] {
  const seconds = rule.withinMinutes * 60;
  if (rule.steps.some((_, index) => !sightings.some(({ step }) => step === index))) return [];
  const { fresh } = rule;
  const counting =
    fresh === undefined || firsts === undefined
      ? sightings
      : sightings.filter(
          ({ step, value = '', at }) =>
            step !== fresh.step || firsts.isFresh(value, at, fresh.afterHours * 3_600, fresh.mostValues),
        );
  const steps = rule.steps.map((step, index) => qualified(step, index, counting, seconds));
  if (steps.some((step) => step.length === 0)) return [];
  const completions = new Map<Sighting, readonly Sighting[]>();
  const { distinctSteps, partSeconds } = keepingOf(rule);
  const counted = new Map<string, Sighting>();
  const repeated = new Set<Sighting>();
  const stepsFor = rule.isOfOneThing === true ? byThing(steps) : () => steps;
  const last = rule.order === 'temporal' ? steps.flat().sort(inTime) : (steps.at(-1) as readonly Sighting[]);
  for (const end of last) {
    const own = stepsFor(end);
    const past =
      rule.order === 'temporal' ? around(rule, own, end, seconds) : before(rule, own, end, seconds);
    if (past === undefined) continue;
    if (distinctSteps.has(end.step)) {
      // How many of those that say the same are kept hangs on chance: each counts once a part of time.
      const place = `${end.step} ${Math.floor(end.at / partSeconds)} ${end.value ?? ''}`;
      const first = counted.get(place);
      if (first !== undefined) {
        repeated.add(first);
        continue;
      }
      counted.set(place, end);
    }
    completions.set(end, past);
  }
  return episodesOf([...completions.keys()]).map((episode) => {
    const first = episode[0] as Sighting;
    const evidence = completions.get(first) as readonly Sighting[];
    return {
      counted: episode,
      evidence: evidenceOf(episode, completions),
      reachedAt: first.at,
      summary: summaryOf(rule, evidence),
      confidence: CONFIDENCE,
      facts: {
        steps: evidence.length,
        spanSeconds: first.at - Math.min(...evidence.map(({ at }) => at)),
        count: episode.length,
        ...((isCrowded(rule, episode) || episode.some((one) => repeated.has(one))) && AT_LEAST),
        [RECORD_IDS]: episode.slice(0, MOST_IDS).map(({ id }) => id),
      },
    };
  });
}

type Steps = readonly (readonly Sighting[])[];

/** Those of each step that are about the same thing: whoever does a step with a thousand others hides none by it. */
function byThing(steps: Steps): (end: Sighting) => Steps {
  const thingOf = ({ account, region, value }: Sighting) => JSON.stringify([account, region, value]);
  const things = steps.map((step) => groupBy(step, thingOf));
  return (end) => things.map((ofStep) => ofStep.get(thingOf(end)) ?? []);
}

/** Of each thing that the chain was gone through with, the records of the first time. */
function evidenceOf(
  episode: readonly Sighting[],
  completions: ReadonlyMap<Sighting, readonly Sighting[]>,
): readonly Sighting[] {
  const things = new Set<string | undefined>();
  const firsts = episode.filter(({ value }) => {
    const isFirst = !things.has(value);
    things.add(value);
    return isFirst;
  });
  return [...new Set(firsts.flatMap((end) => completions.get(end) ?? []))];
}

/** Those with which the step is done: each, or each that makes enough different ones within the window. */
function qualified(
  { atLeast = 1 }: ChainStep,
  index: number,
  sightings: readonly Sighting[],
  seconds: number,
): readonly Sighting[] {
  const own = sightings.filter(({ step }) => step === index);
  if (atLeast === 1) return own;
  const within = new DifferentValues();
  const said = ({ value, id }: Sighting) => value ?? id;
  let from = 0;
  return own.filter((sighting) => {
    within.come(said(sighting));
    for (; sighting.at - (own[from] as Sighting).at > seconds; from += 1) {
      within.leave(said(own[from] as Sighting));
    }
    return within.size >= atLeast;
  });
}

/** One of each step before the last one, in order, the latest that fit. */
function before(
  rule: ChainRule,
  steps: readonly (readonly Sighting[])[],
  end: Sighting,
  seconds: number,
): readonly Sighting[] | undefined {
  let tries = MOST_TRIES;
  const search = (index: number, later: readonly Sighting[]): readonly Sighting[] | undefined => {
    if (index < 0) return rule.joins?.(later) === false ? undefined : later;
    const next = later[0] as Sighting;
    const candidates = steps[index] as readonly Sighting[];
    const until = countWhile(candidates, (candidate) => candidate.at <= next.at);
    for (let at = until - 1; at >= 0; at -= 1) {
      const candidate = candidates[at] as Sighting;
      if (candidate.id === next.id) continue;
      if (end.at - candidate.at > seconds || tries === 0) return undefined;
      tries -= 1;
      const found = search(index - 1, [candidate, ...later]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const past = search(steps.length - 2, [end]);
  return past !== undefined && isAsBefore(rule, steps, past) ? undefined : past;
}

/** Is the step that has to be unlike like one from before the step in front of it? */
function isAsBefore(
  { unlike }: ChainRule,
  steps: readonly (readonly Sighting[])[],
  past: readonly Sighting[],
): boolean {
  if (unlike === undefined) return false;
  const [told, before] = [past[unlike], past[unlike - 1]];
  return (steps[unlike] ?? []).some(({ at, value }) => value === told?.value && at < (before?.at ?? at));
}

/** One of each step within the window that ends here, in any order. */
function around(
  rule: ChainRule,
  steps: readonly (readonly Sighting[])[],
  end: Sighting,
  seconds: number,
): readonly Sighting[] | undefined {
  const chosen = steps.map((step, index) =>
    index === end.step
      ? end
      : step.findLast(({ at, id }) => at <= end.at && end.at - at <= seconds && id !== end.id),
  );
  if (!chosen.every((one) => one !== undefined)) return undefined;
  return rule.joins?.(chosen) === false ? undefined : chosen;
}

/** `exec was enabled on the service (ecs:UpdateService at …), then a shell was opened (ecs:ExecuteCommand at …); by user mallory`. */
function summaryOf({ steps }: ChainRule, evidence: readonly Sighting[]): string {
  const parts = [...evidence].sort(inTime).map(({ step, call, at, says }) => {
    const saw = says === undefined ? '' : `, ${says}`;
    return `${steps[step]?.name ?? ''} (${call} at ${isoTime(at)}${saw})`;
  });
  const who = [...new Set(evidence.map((sighting) => sighting.who))].slice(0, 3).join(', ');
  return `${parts.join(', then ')}; by ${who}`;
}
