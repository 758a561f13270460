import { roleStep } from './follow-roles';
import type { Keeping } from './key-sightings';
import type { Sighting } from './sighting';
import type { TrailRule } from './trail-rule';

const DAY = 86_400;
/** A chain is looked at by these parts of its window. */
const PARTS = 24;
const FIRST_KEPT = 4;
/** Of a key in the state table; a key that has as many may have had more. */
export const MOST_IN_TABLE = 256;

/** How much of what belongs to one key of a rule is kept. */
export function keepingOf(rule: TrailRule): Keeping {
  const plain = { distinctSteps: new Set<number>(), spreadSteps: new Set<number>() };
  switch (rule.kind) {
    case 'predicate':
    case 'first-time':
      return { partSeconds: 3_600, firstKept: 8, lastKept: 8, ...plain, sharesSteps: false };
    case 'pattern':
      return { ...kept(rule.withinMinutes, rule.atLeast), ...plain, sharesSteps: false };
    case 'count': {
      // In quarters of the window, so that one that begins in one part ends in another.
      const isDistinct = rule.distinct !== undefined;
      return {
        ...kept(rule.withinMinutes / (isDistinct ? 4 : 1), rule.atLeast),
        ...plain,
        ...(isDistinct && { distinctSteps: new Set([0]) }),
        sharesSteps: false,
      };
    }
    case 'chain':
      return {
        ...kept(rule.withinMinutes / PARTS, FIRST_KEPT),
        sharesSteps: true,
        // In any order the first and the last of a part are all that can be asked for.
        spreadSteps: new Set(rule.order === 'temporal_ordered' ? rule.steps.keys() : []),
        distinctSteps: new Set([
          ...rule.steps.flatMap(({ distinct, flow }, index) =>
            distinct !== undefined || flow !== undefined ? [index] : [],
          ),
          roleStep(rule),
        ]),
      };
  }
}

/** Enough of each part that what can be reached in it is reached by what is kept. */
function kept(minutes: number, atLeast: number): Pick<Keeping, 'partSeconds' | 'firstKept' | 'lastKept'> {
  return {
    partSeconds: Math.max(1, minutes * 60),
    firstKept: Math.max(FIRST_KEPT, atLeast),
    lastKept: FIRST_KEPT,
  };
}

/** How far back a rule looks, seconds: what is older cannot change what it says of newer records. */
export function horizonSeconds(rule: TrailRule): number {
  switch (rule.kind) {
    case 'predicate':
      return Math.max(3_600, (rule.during?.minutes ?? 0) * 60);
    case 'pattern':
    case 'count':
    case 'chain':
      return Math.max(3_600, rule.withinMinutes * 60);
    case 'first-time':
      return (rule.expiresDays ?? 90) * DAY;
  }
}

/**
 * May there have been more of these sightings than are counted? So many in one part of time are kept at most, and what
 * has as many may have had more.
 */
export function isCrowded(rule: TrailRule, counted: readonly Sighting[]): boolean {
  if (counted.length >= MOST_IN_TABLE) return true;
  const { partSeconds, firstKept, lastKept, distinctSteps } = keepingOf(rule);
  const parts = new Map<string, number>();
  return counted.some(({ step, at, value }) => {
    const isDistinct = distinctSteps.has(step);
    const part = `${step} ${Math.floor(at / partSeconds)} ${isDistinct ? (value ?? '') : ''}`;
    const count = (parts.get(part) ?? 0) + 1;
    parts.set(part, count);
    return count >= (isDistinct ? 2 : firstKept + lastKept);
  });
}
