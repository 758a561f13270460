import type { Detection, Detector } from '../../detections/detection';
import { queriesFor } from '../../queries/catalogue';
import type { ListedFamily } from './render-detections';

/** The document of `harborwatch detections --format json`, described by docs/detections.schema.json. */
export function renderDetectionsJson(families: readonly ListedFamily[]): string {
  const detections = families.flatMap(({ family, detections }) =>
    detections.map((one) => toEntry(one, family)),
  );
  return `${JSON.stringify({ format: 'harborwatch-detections/1', detections }, undefined, 2)}\n`;
}

function toEntry({ id, title, severity, attack, set, detector, alarm, runbook }: Detection, family: string) {
  return {
    id,
    title,
    severity,
    attack,
    set,
    family,
    detector: toDetector(detector),
    alarm: alarm ?? null,
    runbook,
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
      return { kind: detector.kind };
    case 'silence':
      return { kind: detector.kind, of: detector.of };
    case 'composite':
      return { kind: detector.kind, of: detector.of };
  }
}
