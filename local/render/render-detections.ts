import type { Detection } from '../../detections/detection';
import { counted } from '../terminal/counted';
import { paintSeverity } from '../terminal/paint-severity';
import { renderTables } from '../terminal/table';
import type { Terminal } from '../terminal/terminal';

/** A family by its name in the catalogue, with the detections to show. */
export interface ListedFamily {
  readonly family: string;
  readonly detections: readonly Detection[];
}

/** The catalogue as a list, in reading order, a heading for each family. */
export function renderDetections(families: readonly ListedFamily[], terminal: Terminal): string {
  const tables = renderTables(
    ['severity', 'detection', 'what happened', 'ATT&CK'],
    families.map(({ detections }) => detections.map((detection) => toRow(detection, terminal))),
    [2, 3],
    terminal,
  );
  const lines = families.flatMap(({ family }, index) => [
    terminal.colors.bold(family),
    ...(tables[index] ?? []),
    '',
  ]);
  const count = families.reduce((sum, { detections }) => sum + detections.length, 0);
  const next = '`harborwatch detections <id>` shows its pattern, its alarm and the runbook';
  return `${[...lines, `${counted(count, 'detection')}; ${next}`].join('\n')}\n`;
}

function toRow(detection: Detection, terminal: Terminal) {
  const { severity, id, title, attack } = detection;
  const paint = (line: string) => paintSeverity(severity, line, terminal);
  return [{ text: severity, paint }, id, title, attack.join(' ')];
}
