import type { AlarmSettings, Detector } from '../../../detections/detection';
import { counted } from '../../terminal/counted';

const TRAIL_RULES: readonly Detector['kind'][] = ['predicate', 'count', 'chain', 'first-time'];

/** Is it for the trail analyzer alone? */
export function isTrailRule(detector: Detector): boolean {
  return TRAIL_RULES.includes(detector.kind);
}

/** When the alarm goes red, in a sentence. */
export function describeAlarm(detector: Detector, alarm: AlarmSettings | undefined): string {
  if (detector.kind === 'analyzer' || isTrailRule(detector))
    return 'Findings are told by themselves: at the start, sparsely while they go on, at the end.';
  if (detector.kind === 'composite') return `Red while all of these are: ${detector.of.join(', ')}.`;
  if (alarm === undefined) return 'No alarm.';
  const { threshold, periodMinutes, evaluationPeriods, datapointsToAlarm } = alarm;
  if (detector.kind === 'silence') {
    return `Red after ${counted(periodMinutes * evaluationPeriods, 'minute')} without a record, where records came regularly before.`;
  }
  const periods = `${datapointsToAlarm} of ${counted(evaluationPeriods, 'period')}`;
  return `Red at ${counted(threshold, 'record')} within ${counted(periodMinutes, 'minute')}, in ${periods}; without records it is ${alarm.treatMissingData}.`;
}
