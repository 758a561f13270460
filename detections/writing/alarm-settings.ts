import type { AlarmSettings } from '../detection';

/**
 * Red on the first record. Two periods are looked at and one has to breach, since CloudTrail delivers in
 * batches minutes late and a point may land in a period that was already judged.
 */
export const onFirst: AlarmSettings = {
  threshold: 1,
  periodMinutes: 5,
  evaluationPeriods: 2,
  datapointsToAlarm: 1,
  treatMissingData: 'notBreaching',
};

/**
 * Red at `threshold` records within `periodMinutes`. One period, and twice as long as the bursts it is after: a
 * burst of five minutes fits it whole even when its records are five minutes late. Two periods side by side
 * would tell one burst twice, when it slides over the border between them.
 */
export function onBurst(threshold: number, periodMinutes = 10): AlarmSettings {
  return { ...onFirst, threshold, periodMinutes, evaluationPeriods: 1 };
}

/** The values that the CIS controls' remediation text gives: Sum >= 1 in one period of five minutes. */
export const cisAlarm: AlarmSettings = { ...onFirst, evaluationPeriods: 1 };
