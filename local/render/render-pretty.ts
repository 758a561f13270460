import { SEVERITIES } from '../../analysis/finding';
import type { Audit } from '../replay/audit-of-replay';
import type { ReplayResult } from '../replay/replay-result';
import { counted } from '../terminal/counted';
import type { Terminal } from '../terminal/terminal';
import { wrap } from '../terminal/wrap';
import { limitRepeats } from './limit-repeats';
import { renderAudit } from './render-audit';
import { renderCounts } from './render-counts';
import { renderFindings } from './render-findings';
import { renderRead } from './render-read';
import { renderStory } from './render-timeline';
import { renderUnreadable } from './render-unreadable';
import { type StoryEntry, toStory } from './timeline';

/** How many entries of one detection the story tells, and how many findings of one are shown with their evidence. */
const MOST_TOLD = 10;
const MOST_SHOWN = 5;

/**
 * The replay for a person at night: what was read, what happened in time order, the evidence, what to do next.
 *
 * @param isAll shows entries of low severity in the story instead of counting them
 */
export function renderPretty(result: ReplayResult, audit: Audit, isAll: boolean, terminal: Terminal): string {
  const { colors, width } = terminal;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', colors.bold(title), ...lines];
  const story = toStory(result, isAll);
  const loud = isAll ? story : story.filter(({ severity }) => severity !== 'low');
  const { shown: told, repeats } = limitRepeats(
    loud,
    ({ detection, change }) => `${detection} ${change}`,
    isAll ? Infinity : MOST_TOLD,
  );
  const folded = isAll ? [] : story.filter(({ severity }) => severity === 'low');
  const findings = result.findings.filter(({ severity }) => isAll || severity !== 'low');
  const { unreadable } = result.read.totals;

  const lines = [
    colors.bold(`harborwatch replay ${result.folder}`),
    ...renderRead(result).flatMap((line) => wrapKeepingColumns(line, width)),
    ...section('What happened', told.length === 0 ? [nothing(folded)] : renderStory(told, terminal)),
    ...section('More of the same (--all tells each)', renderCounts(repeats, terminal)),
    ...section('Of low severity (--all tells each)', renderCounts(folded, terminal)),
    ...section(
      'Findings and their evidence',
      renderFindings(findings, isAll ? Infinity : MOST_SHOWN, terminal),
    ),
    ...section('Audit questions with an answer', renderAudit(audit.answers, result.folder, terminal)),
    ...section(
      `Unreadable: ${counted(unreadable, 'record')}`,
      unreadable === 0 ? [] : renderUnreadable(result.read),
    ),
    ...section(
      'Notes',
      [...result.notes, ...(audit.note === undefined ? [] : [audit.note])].flatMap((note) =>
        wrap(note, width),
      ),
    ),
    ...section('Next', nextSteps(told)),
  ];
  return `${lines.join('\n')}\n`;
}

function nothing(folded: readonly StoryEntry[]): string {
  return folded.length === 0 ? 'Nothing was raised.' : 'Nothing above low severity was raised.';
}

/** The runbook of the gravest detection; the earliest where several are as grave. */
function nextSteps(told: readonly StoryEntry[]): readonly string[] {
  const [first, ...rest] = told;
  if (first === undefined) return [];
  const gravity = ({ severity }: StoryEntry) => SEVERITIES.indexOf(severity);
  const gravest = rest.reduce((best, entry) => (gravity(entry) > gravity(best) ? entry : best), first);
  return [
    `harborwatch detections ${gravest.detection}`,
    'says what it means, how to find out more and how to stop it;',
    '--all tells what was left out here, --format json has all of it for machines',
  ];
}

/** Lines that fit keep their columns; others are wrapped. */
function wrapKeepingColumns(line: string, width: number): readonly string[] {
  return line.length <= width ? [line] : wrap(line, width);
}
