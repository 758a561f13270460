import { FLOW_THRESHOLDS, type FlowThreshold } from '../../analysis/ssh/thresholds';
import type { Detection } from '../detection';

/** A number of a detection that its owner may change. */
export interface Threshold {
  readonly now: number;
  readonly least: number;
  readonly most: number;
  /** Fewer records raise it when the number falls: what tuning raises. */
  readonly isSensitivity: boolean;
}

/** CloudWatch looks back a day at most (PutMetricAlarm reference: period times evaluation periods). */
const MOST_PERIOD_MINUTES = 720;
const MOST_WINDOW_MINUTES = 43_200;

const sensitivity = (now: number, least: number, most: number): Threshold => ({
  ...{ now, least, most },
  isSensitivity: true,
});
const span = (now: number, least: number, most: number): Threshold => ({
  ...{ now, least, most },
  isSensitivity: false,
});

/** The numbers of a detection, by name; none where it compares with none. */
export function thresholdsOfDetection({ id, detector, alarm }: Detection): {
  readonly [name: string]: Threshold;
} {
  switch (detector.kind) {
    case 'filter':
    case 'container-filter':
      if (alarm === undefined) return {};
      return {
        threshold: sensitivity(alarm.threshold, 1, 100_000),
        periodMinutes: span(alarm.periodMinutes, 1, MOST_PERIOD_MINUTES),
      };
    case 'count':
      return {
        atLeast: sensitivity(detector.atLeast, 2, 100_000),
        withinMinutes: span(detector.withinMinutes, 1, MOST_WINDOW_MINUTES),
      };
    case 'chain':
      return { withinMinutes: span(detector.withinMinutes, 1, MOST_WINDOW_MINUTES) };
    case 'first-time':
      return {
        expiresDays: span(detector.expiresDays ?? 90, 1, 365),
        mostValues: span(detector.mostValues ?? 20, 1, 1_000),
      };
    case 'analyzer': {
      const own: { readonly [name: string]: FlowThreshold } =
        Object.entries(FLOW_THRESHOLDS).find(([known]) => known === id)?.[1] ?? {};
      return Object.fromEntries(
        Object.entries(own).map(([name, { usual, least, most }]) => [
          name,
          // Of sources, so many tries each still count as one quiet source: more of them are more findings.
          name === 'attemptsEach' ? span(usual, least, most) : sensitivity(usual, least, most),
        ]),
      );
    }
    case 'silence':
    case 'predicate':
    case 'composite':
      return {};
  }
}
