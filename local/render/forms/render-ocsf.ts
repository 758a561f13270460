import type { Detection } from '../../../detections/detection';
import { fromAlarm } from '../../../detections/ocsf/from-alarm';
import { fromFinding } from '../../../detections/ocsf/from-finding';
import type { OcsfObject } from '../../../detections/ocsf/ocsf-object';
import type { AlarmChange, ReplayResult } from '../../replay/replay-result';

/**
 * The replay as JSON lines of OCSF Detection Finding (class 2004, schema 1.8.0), in time order: one for each
 * alarm that goes red or back to OK, and one for each telling of a finding.
 */
export function renderOcsf(result: ReplayResult, detections: readonly Detection[]): string {
  return toOcsfEvents(result, detections)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');
}

export function toOcsfEvents(result: ReplayResult, detections: readonly Detection[]): readonly OcsfObject[] {
  const byId = new Map(detections.map((detection) => [detection.id, detection]));
  const raised = new Map<string, AlarmChange>();
  const events: OcsfObject[] = [];

  for (const change of result.alarms) {
    const detection = byId.get(change.detection);
    const alarm = `${change.detection} ${change.account}`;
    if (change.state === 'ALARM') raised.set(alarm, change);
    const start = raised.get(alarm);
    if (detection === undefined || start === undefined) continue;
    events.push(fromAlarm(change, start, detection));
    if (change.state !== 'ALARM') raised.delete(alarm);
  }
  for (const finding of result.findings) {
    const detection = byId.get(finding.detection);
    if (detection === undefined) continue;
    events.push(...finding.changes.map((change) => fromFinding(finding, change, detection)));
  }
  return events.sort((one, other) => Number(one['time']) - Number(other['time']));
}
