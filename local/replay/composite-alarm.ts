import { evaluateCompositeAlarm } from '../../analysis/composite-alarm';
import type { Detection } from '../../detections/detection';
import { inTimeOrder } from './cause-log';
import type { AlarmChange } from './replay-result';

/**
 * The state changes of a composite alarm, with the records that made its children red.
 *
 * @param changes those of all alarms of one account, in time order for each
 */
export function compositeAlarm(
  detection: Detection,
  of: readonly string[],
  changes: readonly AlarmChange[],
  account?: string,
): readonly AlarmChange[] {
  const children = of.map((id) => changes.filter((change) => change.detection === id));
  return evaluateCompositeAlarm(children).map(({ state, at }) => {
    const behind = state === 'ALARM' ? children.flatMap((child) => latestRed(child, at)) : [];
    // One record may have made several children red.
    const causes = new Map(behind.flatMap((change) => change.causes).map((cause) => [cause.eventId, cause]));
    const unkept = behind.reduce((sum, change) => sum + change.causeCount - change.causes.length, 0);
    return {
      detection: detection.id,
      title: detection.title,
      severity: detection.severity,
      account,
      state,
      at,
      value: undefined,
      threshold: undefined,
      causes: [...causes.values()].sort(inTimeOrder),
      causeCount: causes.size + unkept,
      whileRed: { causes: [], count: 0 },
      note: state === 'ALARM' ? `red at once: ${of.join(', ')}` : undefined,
    };
  });
}

function latestRed(child: readonly AlarmChange[], at: number): readonly AlarmChange[] {
  const latest = child.filter((change) => change.state === 'ALARM' && change.at <= at).at(-1);
  return latest === undefined ? [] : [latest];
}
