import type { Detection, Detector } from '../../../detections/detection';
import { FLOW_LOG_NEEDS } from '../../../detections/flow-log-needs';
import type { Place } from '../../../detections/placement';
import { queriesFor } from '../../../queries/catalogue';
import type { ListedFamily } from './render-detections';

/** The document of `harborwatch detections --format json`, described by docs/detections.schema.json. */
export function renderDetectionsJson(
  families: readonly ListedFamily[],
  placeOf: ReadonlyMap<string, Place>,
): string {
  const detections = families.flatMap(({ family, detections }) =>
    detections.map((one) => toEntry(one, family, placeOf)),
  );
  return `${JSON.stringify({ format: 'harborwatch-detections/1', detections }, undefined, 2)}\n`;
}

function toEntry(
  { id, title, severity, attack, set, detector, alarm, runbook }: Detection,
  family: string,
  placeOf: ReadonlyMap<string, Place>,
) {
  return {
    id,
    title,
    severity,
    attack,
    set,
    family,
    detector: toDetector(detector),
    alarm: alarm ?? null,
    runs: placeOf.get(id),
    runbook,
    flowLogFields: FLOW_LOG_NEEDS[id] ?? null,
    queries: queriesFor(id).map((query) => query.id),
  };
}

/** An analyzer's rule is code and stays out. */
function toDetector(detector: Detector) {
  switch (detector.kind) {
    case 'filter':
    case 'container-filter':
      return { kind: detector.kind, pattern: detector.pattern };
    case 'analyzer':
    case 'predicate':
    case 'first-time':
      return { kind: detector.kind };
    case 'count':
      return { kind: detector.kind, atLeast: detector.atLeast, withinMinutes: detector.withinMinutes };
    case 'chain':
      return {
        kind: detector.kind,
        order: detector.order,
        withinMinutes: detector.withinMinutes,
        steps: detector.steps.map(({ name }) => name),
      };
    case 'silence':
      return { kind: detector.kind, of: detector.of };
    case 'composite':
      return { kind: detector.kind, of: detector.of };
  }
}
