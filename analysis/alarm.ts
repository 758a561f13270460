import type { AlarmRule, AlarmState } from './alarm/alarm-rule';
import { judgePeriods, type Period } from './alarm/judge-periods';
import { MetricTimeline } from './alarm/metric-timeline';

/** What CloudWatch does not publish, or what depends on the account; each is an assumption of the evaluation. */
export interface AlarmAssumptions {
  /**
   * How long after its event time a record counts in the metric, at which event time it then stands.
   *
   * @default 0 - CloudTrail itself takes about five minutes; alarms then come that much later, or not at all when
   * N periods have passed by then
   */
  readonly deliveryDelaySeconds?: number;
  /**
   * How many periods beyond N are looked at when some are missing. CloudWatch does so, by a number it keeps to
   * itself (its guide's example has 2 for N = 3).
   *
   * @default 0
   */
  readonly extraPeriods?: number;
}

/** A change of an alarm's state. */
export interface AlarmTransition {
  readonly state: AlarmState;
  readonly previous: AlarmState;
  /** End of the minute at which it was judged, epoch seconds. */
  readonly at: number;
  /** Sum of the newest breaching period, or of the newest period where none breaches; 0 where it has no points. */
  readonly value: number;
  readonly threshold: number;
  /**
   * The breaching periods, from the beginning of the oldest to the end of the newest, epoch seconds; all periods
   * that were evaluated where none breaches.
   */
  readonly from: number;
  readonly to: number;
}

/** An alarm rule that CloudWatch would refuse. */
export class AlarmRuleError extends Error {
  override readonly name = 'AlarmRuleError';
}

const SECONDS = 60;

/**
 * The state changes of an alarm over a span of time, in time order, as CloudWatch would raise them: judged at the
 * end of every minute over periods that slide with it (with five minutes: minutes 1 to 5, then 2 to 6).
 *
 * `points` are the metric's sums by epoch minute, at the records' event time; a minute that is not in the map has
 * no point, which is not the same as 0. The span is in epoch seconds; its last minute is judged when it is over.
 * Nothing is known of the time before the span: a period that begins there is never taken as silent. Points there
 * count if they are given.
 *
 * Because periods slide, a threshold above 1 with M below N can be met, missed and met again by the same records:
 * they fit into one period, then lie across two, then fit into the older one. CloudWatch would then tell twice.
 *
 * @example
 * // one record in the second minute, an alarm on one record in 1 of 2 periods of five minutes
 * evaluateAlarm(rule, new Map([[1, 1]]), { from: 0, to: 1200 })
 * // OK at 60, ALARM at 120, OK at 720
 *
 * @throws AlarmRuleError if the rule's numbers cannot be
 */
export function evaluateAlarm(
  rule: AlarmRule,
  points: ReadonlyMap<number, number>,
  span: { readonly from: number; readonly to: number },
  { deliveryDelaySeconds = 0, extraPeriods = 0 }: AlarmAssumptions = {},
): readonly AlarmTransition[] {
  checkRule(rule);
  const { periodMinutes, threshold } = rule;
  const looked = rule.evaluationPeriods + extraPeriods;
  const timeline = new MetricTimeline(
    points,
    periodMinutes,
    looked,
    Math.ceil(deliveryDelaySeconds / SECONDS),
  );
  const first = Math.floor(span.from / SECONDS);
  const end = Math.ceil(span.to / SECONDS);
  const transitions: AlarmTransition[] = [];
  let state: AlarmState = 'INSUFFICIENT_DATA';
  let minute = first;
  while (minute < end) {
    timeline.advance(minute);
    const recorded = Math.floor((minute + 1 - first) / periodMinutes);
    const periods: Period[] = timeline.sums().map((sum, age) => ({ sum, isRecorded: age < recorded }));
    const judgement = judgePeriods(rule, periods, state);
    if (judgement.state !== state) {
      const newest = judgement.breaching[0] ?? 0;
      const oldest = judgement.breaching.at(-1) ?? rule.evaluationPeriods - 1;
      transitions.push({
        state: judgement.state,
        previous: state,
        at: (minute + 1) * SECONDS,
        value: periods[newest]?.sum ?? 0,
        threshold,
        from: (minute + 1 - (oldest + 1) * periodMinutes) * SECONDS,
        to: (minute + 1 - newest * periodMinutes) * SECONDS,
      });
      state = judgement.state;
    }
    // Until then no sum changes, and no period comes to lie within the span.
    const nextRecorded =
      recorded < looked ? first + (recorded + 1) * periodMinutes - 1 : Number.POSITIVE_INFINITY;
    minute = Math.max(minute + 1, Math.min(timeline.nextChange(), nextRecorded));
  }
  return transitions;
}

function checkRule({ periodMinutes, evaluationPeriods, datapointsToAlarm }: AlarmRule): void {
  const wholes = { periodMinutes, evaluationPeriods, datapointsToAlarm };
  for (const [name, value] of Object.entries(wholes)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new AlarmRuleError(`${name} is ${value}; expected a whole number of at least 1`);
    }
  }
  if (datapointsToAlarm > evaluationPeriods) {
    const limit = `expected at most evaluationPeriods, which is ${evaluationPeriods}`;
    throw new AlarmRuleError(`datapointsToAlarm is ${datapointsToAlarm}; ${limit}`);
  }
}
