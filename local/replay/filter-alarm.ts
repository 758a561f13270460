import { type AlarmTransition, evaluateAlarm } from '../../analysis/alarm';
import type { AlarmSettings, Detection } from '../../detections/detection';
import type { CauseLog } from './cause-log';
import { redTransitions } from './red-transitions';
import type { AlarmChange } from './replay-result';

/** Epoch seconds, whole minutes: alarms are judged at the end of each minute in it. */
export interface AlarmSpan {
  readonly from: number;
  readonly to: number;
}

/** The state changes of a filter detection's alarm, each with the records behind it. */
export function filterAlarm(
  detection: Detection,
  alarm: AlarmSettings,
  log: CauseLog,
  span: AlarmSpan,
  account: string | undefined,
): readonly AlarmChange[] {
  const transitions = redTransitions(evaluateAlarm(alarm, log.sums(), span));
  return transitions.map((transition, index) => {
    const until = transitions[index + 1]?.at ?? span.to;
    const isRed = transition.state === 'ALARM';
    const previous = transitions[index - 1];
    const behind = isRed
      ? between(log, transition.from, transition.to)
      : between(log, previous?.at ?? transition.from, transition.at);
    return {
      ...told(detection, transition),
      account,
      causes: behind.causes,
      causeCount: behind.count,
      whileRed: isRed ? between(log, transition.at, until) : { causes: [], count: 0 },
      note: undefined,
    };
  });
}

function told({ id, title, severity }: Detection, { state, at, value, threshold }: AlarmTransition) {
  return { detection: id, title, severity, state, at, value, threshold };
}

function between(log: CauseLog, from: number, to: number) {
  return log.between(from / 60, to / 60);
}
