import { parseFilterPattern } from '../../analysis/filter-pattern';
import { SEVERITIES } from '../../analysis/finding';
import { createPatternMatcher } from '../../analysis/pattern-matcher';
import type { IsShown } from '../../analysis/trail/trail-analyzer';
import type { AlarmSettings, Detection } from '../../detections/detection';

/**
 * Which records alarms show to people, one by one: those of our own detections that sound at the first record. Of one
 * that waits for several, a record by itself is shown by nobody; and a grave finding is not left to an alarm that is
 * less grave. Each record is judged by itself, so that it does not matter how a delivery was cut.
 *
 * Made ready at the first record that is asked about: most events have no finding, and a cold start waits for it.
 *
 * @param alarmed detections that are metric filters, and whose alarms people are told of
 */
export function shownByAlarms(alarmed: readonly Detection[]): IsShown {
  const ranks = new Map(alarmed.map(({ id, severity }) => [id, SEVERITIES.indexOf(severity)] as const));
  const makeMatcher = () =>
    createPatternMatcher(
      alarmed.flatMap(({ id, set, detector, alarm }) =>
        detector.kind === 'filter' && set === 'tuned' && alarm !== undefined && soundsAtFirst(alarm)
          ? [{ id, pattern: parseFilterPattern(detector.pattern) }]
          : [],
      ),
    );
  let matcher: ReturnType<typeof makeMatcher> | undefined;
  return (record, severity, text) => {
    matcher ??= makeMatcher();
    const least = SEVERITIES.indexOf(severity);
    return matcher.match(record, text).some((id) => (ranks.get(id) ?? -1) >= least);
  };
}

function soundsAtFirst({ threshold, datapointsToAlarm, comparison }: AlarmSettings): boolean {
  return threshold === 1 && datapointsToAlarm === 1 && comparison !== 'below';
}
