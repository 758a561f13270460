import type { AlarmSettings } from './detection';

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

/** Red at `threshold` records within `periodMinutes`. */
export function onBurst(threshold: number, periodMinutes = 5): AlarmSettings {
  return { ...onFirst, threshold, periodMinutes };
}

/** The values that the CIS controls' remediation text gives: Sum >= 1 in one period of five minutes. */
export const cisAlarm: AlarmSettings = { ...onFirst, evaluationPeriods: 1 };
