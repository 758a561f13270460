import type { Detection } from '../../../detections/detection';
import type { Place } from '../../../detections/placement';
import { counted } from '../../terminal/counted';
import { paintSeverity } from '../../terminal/paint-severity';
import { renderTables } from '../../terminal/table';
import type { Terminal } from '../../terminal/terminal';
import { wrap } from '../../terminal/wrap';

/** A family by its name in the catalogue, with the detections to show. */
export interface ListedFamily {
  readonly family: string;
  readonly detections: readonly Detection[];
}

/** The catalogue as a list, in reading order, a heading for each family. */
export function renderDetections(
  families: readonly ListedFamily[],
  placeOf: ReadonlyMap<string, Place>,
  terminal: Terminal,
): string {
  const tables = renderTables(
    ['severity', 'detection', 'what happened', 'runs', 'ATT&CK'],
    families.map(({ detections }) => detections.map((detection) => toRow(detection, placeOf, terminal))),
    [2, 4],
    terminal,
  );
  const lines = families.flatMap(({ family }, index) => [
    terminal.colors.bold(family),
    ...(tables[index] ?? []),
    '',
  ]);
  const count = families.reduce((sum, { detections }) => sum + detections.length, 0);
  const next = '`npx harborwatch detections <id>` shows its pattern, its alarm and the runbook';
  const runs =
    'runs: filter, a metric filter of the log group; trail and flows, the analyzers of API records and flow logs; alarm, on what AWS counts; replay, on the laptop alone';
  return `${[...lines, ...wrap(`${counted(count, 'detection')}; ${next}`, terminal.width), ...wrap(runs, terminal.width)].join('\n')}\n`;
}

/** Where a detection runs, in a word that fits a column. */
export const PLACE_WORDS: Readonly<Record<Place, string>> = {
  'metric-filter': 'filter',
  'trail-analyzer': 'trail',
  'flow-log-analyzer': 'flows',
  alarm: 'alarm',
  replay: 'replay',
};

function toRow(detection: Detection, placeOf: ReadonlyMap<string, Place>, terminal: Terminal) {
  const { severity, id, title, attack } = detection;
  const paint = (line: string) => paintSeverity(severity, line, terminal);
  const place = placeOf.get(id);
  return [
    { text: severity, paint },
    id,
    title,
    place === undefined ? '' : PLACE_WORDS[place],
    attack.join(' '),
  ];
}
