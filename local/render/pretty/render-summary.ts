import { isoTime } from '../../../analysis/iso-time';
import type { ActorDeeds, Deed } from '../../story/actor-deeds';
import type { Summary } from '../../story/summarize';
import { counted } from '../../terminal/counted';
import { escapeControl } from '../../terminal/escape-control';
import { paintSeverity } from '../../terminal/paint-severity';
import type { Terminal } from '../../terminal/terminal';

/** More is no answer. */
const MOST_LINES = 10;
const MOST_OPEN_LINES = 2;
const MOST_ACTORS = 4;
/** Lines of the worst actor, where there is room. */
const MOST_ACTOR_LINES = 3;
const OPEN = 'still open: ';
const LABEL = 'critical '.length;

/** The first screen: at most ten lines, the worst first; none but a command is longer than the terminal is wide. */
export function renderSummary({ actors, open, commands }: Summary, terminal: Terminal): readonly string[] {
  if (actors.length === 0) return [];
  const { width } = terminal;
  const openLines = packed(
    open.map(({ what, since }) => ({ full: `${what}, since ${isoTime(since)}`, short: what })),
    width - OPEN.length,
    MOST_OPEN_LINES,
  ).map((line, index) => `${index === 0 ? OPEN : ' '.repeat(OPEN.length)}${line}`);
  const room = MOST_LINES - openLines.length - commands.length;
  const isAllShown = actors.length <= Math.min(room, MOST_ACTORS + 1);
  const shown = isAllShown ? actors : actors.slice(0, Math.min(room - 1, MOST_ACTORS));
  const left = actors.slice(shown.length);
  let spare = room - shown.length - (left.length > 0 ? 1 : 0);
  const actorLines = shown.flatMap((actor) => {
    const lines = renderActor(actor, Math.min(MOST_ACTOR_LINES, 1 + spare), terminal);
    spare -= lines.length - 1;
    return lines;
  });
  const others = left.map(({ shown: who }) => who);
  return [
    ...actorLines,
    ...(left.length === 0
      ? []
      : packed(
          [`and ${counted(left.length, 'other')}: ${others[0]}`, ...others.slice(1)].map(same),
          width,
          1,
        )),
    ...openLines,
    ...commands.map((command, index) => `${index === 0 ? 'next: ' : '      '}${escapeControl(command)}`),
  ];
}

/** What somebody did, in at most so many lines; of low severity only where all is asked for. */
export function renderActor(
  { shown, addresses, severity, deeds }: ActorDeeds,
  most: number,
  terminal: Terminal,
  isAll = false,
): readonly string[] {
  const from = addresses.filter((address) => !shown.includes(address));
  const who = `${shown}${from.length === 0 ? '' : ` from ${from.join(', ')}`}`;
  const loud = deeds.filter((deed) => isAll || deed.severity !== 'low').map(describe);
  const [first = same(''), ...rest] = loud;
  const begin = { full: `${who}: ${first.full}`, short: `${who}: ${first.short}` };
  const lines = packed([begin, ...rest], terminal.width - LABEL, most);
  return lines.map((line, index) =>
    index === 0
      ? `${paintSeverity(severity, severity.padEnd(LABEL), terminal)}${line}`
      : `${' '.repeat(LABEL)}${line}`,
  );
}

/** What is told, and how it is told where there is less room. */
interface Told {
  readonly full: string;
  readonly short: string;
}

const same = (text: string): Told => ({ full: text, short: text });

function describe({ detection, title, targets, confidence }: Deed): Told {
  const [first, ...rest] = targets;
  const more = rest.length === 0 ? '' : ` and ${rest.length} more`;
  const on = first === undefined ? '' : ` [${first}${more}]`;
  const sure = confidence === undefined ? '' : ` (${Math.round(confidence * 100)} % sure)`;
  return { full: `${title}${on}${sure}`, short: `${detection}${first === undefined ? '' : ` [${first}]`}` };
}

/** As many of the texts as fit into so many lines, in full or short, joined by `; `; the rest is counted. */
function packed(texts: readonly Told[], width: number, most: number): readonly string[] {
  const lines: string[] = [];
  let told = 0;
  for (const { full, short } of texts) {
    const isLast = told === texts.length - 1;
    // On the last line there must be room to say how many are left.
    const roomOn = (line: number) =>
      width - (line === most && !isLast ? `; and ${texts.length} more`.length : 0);
    const latest = lines.at(-1);
    const joined = [full, short]
      .map((text) => `${latest}; ${escapeControl(text)}`)
      .find((line) => line.length <= roomOn(lines.length));
    const isFullNext = lines.length < most && escapeControl(full).length <= roomOn(lines.length + 1);
    if (latest !== undefined && joined !== undefined && !(isFullNext && joined.endsWith(short))) {
      lines[lines.length - 1] = joined;
    } else if (lines.length < most) {
      const room = roomOn(lines.length + 1);
      lines.push(cut(escapeControl(isFullNext ? full : short), room));
    } else break;
    told += 1;
  }
  const left = texts.length - told;
  if (left > 0) lines[lines.length - 1] = `${lines.at(-1)}; and ${left} more`;
  return lines;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}
