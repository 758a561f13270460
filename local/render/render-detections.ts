import type { Detection } from '../../detections/detection';
import { counted } from './counted';
import { paintSeverity } from './paint-severity';
import { renderTable } from './table';
import type { Terminal } from './terminal';

/** The catalogue as a list, in reading order, a heading for each family. */
export function renderDetections(detections: readonly Detection[], terminal: Terminal): string {
  const byFamily = new Map<string, Detection[]>();
  for (const detection of detections) {
    const family = familyOf(detection);
    byFamily.set(family, [...(byFamily.get(family) ?? []), detection]);
  }
  const lines = [...byFamily].flatMap(([family, of]) => [
    terminal.colors.bold(`${family} (${of.length})`),
    ...renderTable(
      ['severity', 'detection', 'what happened', 'ATT&CK'],
      of.map((detection) => [
        paintSeverity(detection.severity, detection.severity, terminal),
        detection.id,
        detection.title,
        detection.attack.join(' '),
      ]),
      [2, 1],
      terminal,
    ),
    '',
  ]);
  const next = '`harborwatch detections <id>` shows its pattern, its alarm and the runbook';
  return `${[...lines, `${counted(detections.length, 'detection')}; ${next}`].join('\n')}\n`;
}

/** The family is the first word of the id, as the id is `<subject>-<what-happened>`; CIS controls stand together. */
function familyOf(detection: Detection): string {
  return detection.set === 'cis' ? 'cis' : (detection.id.split('-')[0] ?? detection.id);
}
