import type { AlarmRule, AlarmState } from './alarm-rule';

/** One period of an alarm's metric, as it is known at the minute of judgement. */
export interface Period {
  /** Sum of the period's points; undefined where the metric has none. */
  readonly sum: number | undefined;
  /** Whether the period lies within the span that was recorded, so that missing points mean something. */
  readonly isRecorded: boolean;
}

/** The state that follows from the periods, and which of them breach (0 is the newest). */
export interface Judgement {
  readonly state: AlarmState;
  readonly breaching: readonly number[];
}

/**
 * Judges an alarm as the CloudWatch guide describes it ("Configuring how CloudWatch alarms treat missing data"; its
 * two tables are the test). `periods` begins with the newest and may hold more than the alarm evaluates: periods
 * with points are taken from further back before missing ones are filled in.
 *
 * Decided where the guide is silent: with `missing`, breaching points that are too few and too young for an alarm
 * are OK; with `ignore` they leave the state as it is.
 */
export function judgePeriods(rule: AlarmRule, periods: readonly Period[], current: AlarmState): Judgement {
  const real: number[] = [];
  const missing: number[] = [];
  for (const [age, period] of periods.entries()) {
    if (isUsable(rule, period) && real.length < rule.evaluationPeriods) real.push(age);
    else if (period.sum === undefined && period.isRecorded) missing.push(age);
  }
  const toFill = rule.evaluationPeriods - real.length;
  const filled = rule.treatMissingData === 'breaching' ? missing.slice(0, toFill) : [];
  const breaching = [...real.filter((age) => isBreach(rule, periods[age]?.sum)), ...filled].sort(
    (a, b) => a - b,
  );
  if (breaching.length >= rule.datapointsToAlarm) return { state: 'ALARM', breaching };
  if (toFill === 0) return { state: 'OK', breaching };
  return { state: stateOfFew(rule, real, breaching, current), breaching };
}

/** A sum that is not complete yet can be known to be enough, but not to be too little. */
function isUsable(rule: AlarmRule, { sum, isRecorded }: Period): boolean {
  return sum !== undefined && (isRecorded || rule.comparison !== 'below');
}

function isBreach({ comparison, threshold }: AlarmRule, sum: number | undefined): boolean {
  if (sum === undefined) return false;
  return comparison === 'below' ? sum < threshold : sum >= threshold;
}

/** Fewer points than the alarm evaluates, and not enough of them breach. */
function stateOfFew(
  rule: AlarmRule,
  real: readonly number[],
  breaching: readonly number[],
  current: AlarmState,
): AlarmState {
  const { treatMissingData, datapointsToAlarm } = rule;
  if (treatMissingData === 'breaching' || treatMissingData === 'notBreaching') return 'OK';
  if (breaching.length < real.length) return 'OK';
  if (treatMissingData === 'ignore') return current;
  const oldest = real.at(-1);
  if (oldest === undefined) return 'INSUFFICIENT_DATA';
  // All points there are breach, and M periods have passed since without a better one.
  return oldest + 1 >= datapointsToAlarm ? 'ALARM' : 'OK';
}
