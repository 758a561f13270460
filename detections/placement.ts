import { FILTER_QUOTAS, parseFilterPattern } from '../analysis/filter-pattern';
import { SEVERITIES } from '../analysis/finding';
import type { NamedRule } from '../analysis/trail/trail-rule';
import type { Detection, WiderFilter } from './detection';
import { byOutsider } from './writing/callers';

/** Metric filters of a log group that has no others, but for the canary's. */
export const FREE_PLACES: number = FILTER_QUOTAS.metricFilters - 1;

/**
 * What looks at the records of a detection. `replay`: nothing in the account does, since no function is given the flow
 * records of all that tasks send (docs/decisions.md).
 */
export type Place = 'metric-filter' | 'trail-analyzer' | 'flow-log-analyzer' | 'alarm' | 'replay';

/** Where every detection of a catalogue runs. */
export interface Placement {
  /** All that was placed. */
  readonly catalogue: readonly Detection[];
  readonly placeOf: ReadonlyMap<string, Place>;
  /** The catalogue without what the trail analyzer runs alone: what becomes metric filters and alarms. */
  readonly alarmed: readonly Detection[];
  /** What the trail analyzer runs, filters without a place and what lies beyond a filter included. */
  readonly trailRules: readonly NamedRule[];
}

/**
 * Decides where each detection runs. Metric filters and alarms sound even when all our code is down, so the free
 * places of the log group go to what must: the CIS controls, which Security Hub wants there, what composites are made
 * of, then the gravest, in the order of the catalogue. What has no place, or no room in 1,024 characters, runs in the
 * trail analyzer, and so does everything that a pattern cannot say.
 *
 * @param freePlaces metric filters that the trail's log group still takes; 0 where there is no log group
 */
export function placeDetections(
  catalogue: readonly Detection[],
  freePlaces: number = FREE_PLACES,
): Placement {
  const joined = new Set(
    catalogue.flatMap(({ detector }) => (detector.kind === 'composite' ? detector.of : [])),
  );
  const filters = catalogue
    .filter(
      ({ detector }) =>
        detector.kind === 'filter' && detector.pattern.length <= FILTER_QUOTAS.patternCharacters,
    )
    .toSorted((one, other) => rankOf(other, joined) - rankOf(one, joined))
    .slice(0, Math.max(0, freePlaces));
  const placed = new Set(filters.map(({ id }) => id));
  const placeOf = new Map(catalogue.map((detection) => [detection.id, placeFor(detection, placed)] as const));
  return {
    catalogue,
    placeOf,
    alarmed: catalogue.filter(({ id }) => !IN_ANALYZER.has(placeOf.get(id))),
    trailRules: catalogue.flatMap((detection) => trailRulesOf(detection, placed.has(detection.id))),
  };
}

const IN_ANALYZER: ReadonlySet<Place | undefined> = new Set(['trail-analyzer', 'replay'] as const);

/** Of those that the filter leaves out: roles of whom nobody said that they deploy, and tasks. */
function widerRule(id: string, { pattern, severity }: WiderFilter, alarm: Detection['alarm']): NamedRule {
  return {
    id,
    severity,
    rule: {
      kind: 'pattern',
      pattern: parseFilterPattern(pattern),
      where: (call) => call.isBy('role', 'task') && byOutsider(call),
      atLeast: alarm?.threshold ?? 1,
      withinMinutes: alarm?.periodMinutes ?? 5,
    },
  };
}

function rankOf({ id, set, severity }: Detection, joined: ReadonlySet<string>): number {
  if (set === 'cis') return SEVERITIES.length + 1;
  return joined.has(id) ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}

function placeFor({ id, detector }: Detection, placed: ReadonlySet<string>): Place {
  switch (detector.kind) {
    case 'filter':
      return placed.has(id) ? 'metric-filter' : 'trail-analyzer';
    case 'predicate':
    case 'count':
      return 'trail-analyzer';
    case 'chain':
      return detector.steps.some(({ on }) => on === undefined) ? 'replay' : 'trail-analyzer';
    case 'first-time':
      return detector.on === undefined ? 'replay' : 'trail-analyzer';
    case 'analyzer':
      return 'flow-log-analyzer';
    case 'container-filter':
    case 'silence':
    case 'composite':
      return 'alarm';
  }
}

function trailRulesOf({ id, severity, detector, alarm }: Detection, isPlaced: boolean): readonly NamedRule[] {
  switch (detector.kind) {
    case 'filter': {
      const { beyond = [], wider } = detector;
      const ofWider = wider === undefined ? [] : [widerRule(id, wider, alarm)];
      // Of most patterns that have a place nobody here asks more, and a cold start waits for each that is read.
      if (isPlaced && beyond.length === 0) return ofWider;
      const pattern = parseFilterPattern(detector.pattern);
      const rest: readonly NamedRule[] = [
        ...(beyond.length === 0
          ? []
          : [{ id, severity, rule: { kind: 'predicate' as const, on: beyond, unless: pattern } }]),
        ...ofWider,
      ];
      if (isPlaced) return rest;
      const atLeast = alarm?.threshold ?? 1;
      const withinMinutes = alarm?.periodMinutes ?? 5;
      return [{ id, severity, rule: { kind: 'pattern', pattern, atLeast, withinMinutes } }, ...rest];
    }
    case 'predicate':
    case 'count':
    case 'chain':
    case 'first-time':
      return [{ id, severity, rule: detector }];
    default:
      return [];
  }
}
