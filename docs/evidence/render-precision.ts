import type { Detection } from '../../detections/detection';
import type { QuietFacts } from './facts';
import { timesAWeek, WHY_OFTEN } from './speaks-often';

/** The section on how often each detection speaks where nothing happens. */
export function renderPrecision(
  sets: readonly QuietFacts[],
  catalogue: readonly Detection[],
): readonly string[] {
  const months = sets.filter(({ kind }) => kind === 'month');
  const twins = sets.filter(({ kind }) => kind === 'twin');
  const recorded = sets.filter(({ kind }) => kind === 'recorded');
  const days = months.reduce((sum, set) => sum + set.days, 0);
  const speaking = catalogue.filter(({ id }) => sets.some((set) => timesOf(set, id) > 0));
  const rows = speaking.map(({ id, severity }) => [
    id,
    saidAt(sets, id, severity),
    perWeek(sum(months, id), days),
    namesOf(twins, id),
    ...recorded.map((set) => String(timesOf(set, id))),
    WHY_OFTEN[id] ?? '',
  ]);
  const heads = [
    'detection',
    'severity',
    'a week in quiet months',
    'twins',
    ...recorded.map(({ name }) => name),
    'why',
  ];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    '## How often detections speak where nothing happens',
    '',
    `Simulated months without an incident (${months.length} of ${Math.round(days / Math.max(1, months.length))} days), the harmless twins of the scenarios, and the recorded accounts above; no deploy role is named, which makes detections as wide as they get. Of ${catalogue.length} detections ${catalogue.length - speaking.length} say nothing in any of them. The others, with the times that an alarm went red or a finding began:`,
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...rows.map(line),
    '',
  ];
}

/** Of every severity: a wider form of a detection speaks at low. */
function timesOf({ spoke }: QuietFacts, id: string): number {
  return Object.entries(spoke).reduce(
    (all, [said, count]) => all + (said.split(' ')[0] === id ? count : 0),
    0,
  );
}

/** The severities that it was told at: a wider form of a detection speaks at low. */
function saidAt(sets: readonly QuietFacts[], id: string, severity: string): string {
  const said = new Set(
    sets.flatMap(({ spoke }) =>
      Object.keys(spoke).flatMap((key) => (key.split(' ')[0] === id ? key.split(' ')[1] : [])),
    ),
  );
  const told = [...said].sort().join(', ');
  return told === severity ? severity : `${told} (else ${severity})`;
}

function sum(sets: readonly QuietFacts[], id: string): number {
  return sets.reduce((all, set) => all + timesOf(set, id), 0);
}

function perWeek(count: number, days: number): string {
  return count === 0 ? '0' : timesAWeek(count, days).toFixed(1);
}

function namesOf(sets: readonly QuietFacts[], id: string): string {
  const named = sets.filter((set) => timesOf(set, id) > 0).map(({ name }) => name.replace(/-twin$/, ''));
  return named.length === 0 ? '0' : `${named.length}: ${named.join(', ')}`;
}
