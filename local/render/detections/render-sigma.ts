import { stringify } from 'yaml';
import { toSigmaDetection } from '../../../analysis/sigma/from-filter-pattern';
import type { Detection } from '../../../detections/detection';

/** Detections as Sigma rules for others, one document each; what Sigma cannot say is named in a comment at the top. */
export function renderSigma(catalogue: readonly Detection[]): string {
  const left: string[] = [];
  const documents = catalogue.flatMap((detection) => {
    const { detector, alarm } = detection;
    if (detector.kind !== 'filter') {
      left.push(`${detection.id}: ${detector.kind}`);
      return [];
    }
    const rule = toSigmaDetection(detector.pattern);
    if (rule === undefined) {
      left.push(`${detection.id}: its pattern`);
      return [];
    }
    const isBurst = alarm !== undefined && alarm.threshold > 1;
    return isBurst ? [single(detection, rule), burst(detection, alarm)] : [single(detection, rule)];
  });
  const head = left.map((one) => `# not in Sigma's words: ${one}\n`).join('');
  return head + documents.map((document) => stringify(document, { lineWidth: 0 })).join('---\n');
}

function single({ id, title, severity, attack, runbook }: Detection, detection: object): object {
  return {
    title,
    name: id,
    status: 'test',
    description: runbook.meaning,
    tags: attack.map((technique) => `attack.${technique.toLowerCase()}`),
    logsource: { product: 'aws', service: 'cloudtrail' },
    detection,
    level: severity,
  };
}

/** So many within the alarm's period, whoever it is. */
function burst({ id, title, severity }: Detection, alarm: NonNullable<Detection['alarm']>): object {
  return {
    title: `${title} again and again`.slice(0, 100),
    correlation: {
      type: 'event_count',
      rules: [id],
      timespan: `${alarm.periodMinutes}m`,
      condition: { gte: alarm.threshold },
    },
    level: severity,
  };
}
