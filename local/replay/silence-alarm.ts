import { evaluateAlarm } from '../../analysis/alarm';
import { isoTime } from '../../analysis/iso-time';
import type { AlarmSettings, Detection } from '../../detections/detection';
import { redTransitions } from './red-transitions';
import type { AlarmChange } from './replay-result';
import { wasRegular } from './was-regular';

/**
 * The state changes of the alarm on records that should be there: red when they stop after having been regular,
 * judged from the first record of their kind to the end of the replay.
 *
 * @param minutes epoch minutes with at least one record of the kind, ascending
 * @param kind what the records are called in the note
 */
export function silenceAlarm(
  detection: Detection,
  alarm: AlarmSettings,
  minutes: readonly number[],
  kind: string,
  to: number,
  account: string | undefined,
): readonly AlarmChange[] {
  const [first] = minutes;
  if (first === undefined) return [];
  const points = new Map(minutes.map((minute) => [minute, 1]));
  const windowMinutes = alarm.periodMinutes * alarm.datapointsToAlarm;
  const transitions = evaluateAlarm(alarm, points, { from: first * 60, to });
  const credible = transitions.filter(
    ({ state, at }) => state !== 'ALARM' || wasRegular(minutes, at / 60, windowMinutes),
  );
  return redTransitions(credible).map(({ state, at, value, threshold }) => ({
    detection: detection.id,
    title: detection.title,
    severity: detection.severity,
    account,
    state,
    at,
    value,
    threshold,
    causes: [],
    causeCount: 0,
    whileRed: { causes: [], count: 0 },
    note: state === 'ALARM' ? noteOf(minutes, at, kind) : undefined,
  }));
}

function noteOf(minutes: readonly number[], at: number, kind: string): string {
  const last = minutes.filter((minute) => minute < at / 60).at(-1) ?? at / 60;
  return `no ${kind} record since ${isoTime(last * 60)}; before, they came regularly`;
}
