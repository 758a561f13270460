import type { Detection, Detector } from '../../detections/detection';

/** The document of `harborwatch detections --format json`, described by docs/detections.schema.json. */
export function renderDetectionsJson(detections: readonly Detection[]): string {
  const document = { format: 'harborwatch-detections/1', detections: detections.map(toEntry) };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function toEntry({ id, title, severity, attack, set, detector, alarm, runbook }: Detection) {
  return { id, title, severity, attack, set, detector: toDetector(detector), alarm: alarm ?? null, runbook };
}

/** An analyzer's rule is code and stays out. */
function toDetector(detector: Detector) {
  switch (detector.kind) {
    case 'filter':
      return { kind: detector.kind, pattern: detector.pattern };
    case 'analyzer':
      return { kind: detector.kind };
    case 'silence':
      return { kind: detector.kind, of: detector.of };
    case 'composite':
      return { kind: detector.kind, of: detector.of };
  }
}
