import type { Detection } from '../../detections/detection';
import { counted } from './counted';
import { paintSeverity } from './paint-severity';
import { renderTable } from './table';
import type { Terminal } from './terminal';

/** A family by its name in the catalogue, with the detections to show. */
export interface ListedFamily {
  readonly family: string;
  readonly detections: readonly Detection[];
}

/** The catalogue as a list, in reading order, a heading for each family. */
export function renderDetections(families: readonly ListedFamily[], terminal: Terminal): string {
  const count = families.reduce((sum, { detections }) => sum + detections.length, 0);
  const tables = families.flatMap(({ family, detections }) => [
    terminal.colors.bold(family),
    ...renderRows(detections, terminal),
    '',
  ]);
  const next = '`harborwatch detections <id>` shows its pattern, its alarm and the runbook';
  return `${[...tables, `${counted(count, 'detection')}; ${next}`].join('\n')}\n`;
}

function renderRows(detections: readonly Detection[], terminal: Terminal): readonly string[] {
  const rows = detections.map((detection) => [
    {
      text: detection.severity,
      paint: (line: string) => paintSeverity(detection.severity, line, terminal),
    },
    detection.id,
    detection.title,
    detection.attack.join(' '),
  ]);
  return renderTable(['severity', 'detection', 'what happened', 'ATT&CK'], rows, [1, 2, 3], terminal);
}
