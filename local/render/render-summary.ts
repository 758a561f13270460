import { isoTime } from '../../analysis/iso-time';
import type { ActorDeeds } from '../story/actor-deeds';
import type { Summary } from '../story/summarize';
import { escapeControl } from '../terminal/escape-control';
import { paintSeverity } from '../terminal/paint-severity';
import type { Terminal } from '../terminal/terminal';

/** With heading, commands and what is open, ten lines in all: more is no answer. */
const MOST_ACTORS = 4;
const MOST_OPEN = 3;
const MOST_DEEDS = 3;

/** The first screen: at most ten lines, none longer than the terminal is wide, the worst first. */
export function renderSummary({ actors, open, commands }: Summary, terminal: Terminal): readonly string[] {
  if (actors.length === 0) return [];
  const shown = actors.slice(0, MOST_ACTORS).map((actor) => renderActor(actor, terminal));
  const more = actors.length - shown.length;
  const stillOpen = open.slice(0, MOST_OPEN).map(({ what, since }) => `${what}, since ${isoTime(since)}`);
  const moreOpen = open.length - stillOpen.length;
  const last = stillOpen.length - 1;
  return [
    ...shown.slice(0, -1),
    `${shown.at(-1)}`,
    ...stillOpen.map((line, index) =>
      cut(
        `${index === 0 ? 'still open: ' : '            '}${line}${index === last && moreOpen > 0 ? `; and ${moreOpen} more` : ''}`,
        terminal,
      ),
    ),
    ...(more > 0 ? [cut(`and ${more} more; the story below has them`, terminal)] : []),
    ...commands.map((command, index) => `${index === 0 ? 'next: ' : '      '}${escapeControl(command)}`),
  ];
}

function renderActor({ shown, addresses, severity, deeds }: ActorDeeds, terminal: Terminal): string {
  const from = addresses.filter((address) => !shown.includes(address));
  const told = deeds.filter((deed) => deed.severity !== 'low').slice(0, MOST_DEEDS);
  const rest = deeds.length - told.length;
  const what = told.map(({ title, targets, confidence }) => {
    const on =
      targets.length === 0
        ? ''
        : ` [${targets[0]}${targets.length > 1 ? ` and ${targets.length - 1} more` : ''}]`;
    return `${title}${on}${confidence === undefined ? '' : ` (${Math.round(confidence * 100)} % sure)`}`;
  });
  const who = `${shown}${from.length === 0 ? '' : ` from ${from.join(', ')}`}`;
  const line = `${who}: ${what.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
  const label = severity.padEnd(9);
  return `${paintSeverity(severity, label, terminal)}${cut(line, { ...terminal, width: terminal.width - label.length })}`;
}

/** One line; what does not fit stands in the story. */
function cut(line: string, { width }: Terminal): string {
  const clean = escapeControl(line);
  return clean.length <= width ? clean : `${clean.slice(0, Math.max(1, width - 1))}…`;
}
