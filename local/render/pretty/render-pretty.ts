import type { Audit } from '../../replay/audit-of-replay';
import type { ReplayResult } from '../../replay/replay-result';
import { summarize } from '../../story/summarize';
import { counted } from '../../terminal/counted';
import { escapeControl } from '../../terminal/escape-control';
import type { Terminal } from '../../terminal/terminal';
import { wrap } from '../../terminal/wrap';
import { type StoryEntry, toStory } from '../timeline/timeline';
import { limitRepeats } from './limit-repeats';
import { renderAlarms } from './render-alarms';
import { renderAudit } from './render-audit';
import { renderCounts } from './render-counts';
import { renderFindings } from './render-findings';
import { renderNothing } from './render-nothing';
import { renderRead } from './render-read';
import { renderSummary } from './render-summary';
import { renderStory } from './render-timeline';
import { renderUnreadable } from './render-unreadable';

/** How many entries of one detection the story tells, and how many findings of one are shown with their evidence. */
const MOST_TOLD = 10;
const MOST_SHOWN = 5;

/** What the story tells, and what it only counts. */
interface Told {
  readonly told: readonly StoryEntry[];
  readonly repeats: readonly StoryEntry[];
  /** Of low severity. */
  readonly folded: readonly StoryEntry[];
}

function tell(result: ReplayResult, isAll: boolean): Told {
  const story = toStory(result, isAll);
  const loud = isAll ? story : story.filter(({ severity }) => severity !== 'low');
  const { shown, repeats } = limitRepeats(
    loud,
    ({ detection, change }) => `${detection} ${change}`,
    isAll ? Infinity : MOST_TOLD,
  );
  return { told: shown, repeats, folded: isAll ? [] : story.filter(({ severity }) => severity === 'low') };
}

/**
 * The replay for a person at night: what was read, what happened in time order, the evidence. It is printed before the
 * audit questions are asked, which may take long, or fail.
 *
 * @param isAll shows entries of low severity in the story instead of counting them
 * @param again what a command is to be given to find the same logs again; undefined where nothing finds them
 */
export function renderReplay(
  result: ReplayResult,
  isAll: boolean,
  terminal: Terminal,
  again: readonly string[] | undefined = [result.folder],
): string {
  const { colors, width } = terminal;
  const { told, repeats, folded } = tell(result, isAll);
  const findings = result.findings.filter(({ severity }) => isAll || severity !== 'low');
  const { unreadable } = result.read.totals;
  const lines = [
    colors.bold(`harborwatch replay ${escapeControl(result.folder)}`),
    ...section('In short', renderSummary(summarize(result, again), terminal), terminal),
    ...section(
      'What happened',
      told.length === 0 ? wrap(nothing(result, folded), width) : renderStory(told, again, terminal),
      terminal,
    ),
    ...section('More of the same (--all tells each)', renderCounts(repeats, terminal), terminal),
    ...section('Of low severity (--all tells each)', renderCounts(folded, terminal), terminal),
    ...section(
      'Alarms and their records',
      renderAlarms(result, isAll, isAll ? Infinity : MOST_SHOWN, terminal),
      terminal,
    ),
    ...section(
      'Findings and their evidence',
      renderFindings(findings, isAll ? Infinity : MOST_SHOWN, terminal),
      terminal,
    ),
    ...section(
      `Unreadable: ${counted(unreadable, 'record')}`,
      unreadable === 0 ? [] : renderUnreadable(result.read),
      terminal,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** What comes after it: the answers to the audit questions, what one must know to trust the rest, what to do next. */
export function renderClosing(
  result: ReplayResult,
  audit: Audit,
  terminal: Terminal,
  again: readonly string[] | undefined = [result.folder],
): string {
  const notes = [...result.notes, ...audit.notes];
  const lines = [
    ...section('Audit questions with an answer', renderAudit(audit.answers, again, terminal), terminal),
    ...section(
      'Notes',
      notes.flatMap((note) => wrap(escapeControl(note), terminal.width)),
      terminal,
    ),
    ...section(
      'What was read',
      renderRead(result).flatMap((line) => wrapKeepingColumns(line, terminal.width)),
      terminal,
    ),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function section(title: string, lines: readonly string[], { colors }: Terminal): readonly string[] {
  return lines.length === 0 ? [] : ['', colors.bold(title), ...lines];
}

/** A filter with a name mistyped is no all-clear. */
function nothing(result: ReplayResult, folded: readonly StoryEntry[]): string {
  const above = folded.length > 0 ? ' above low severity' : '';
  return result.hidden === undefined
    ? renderNothing(result, folded.length > 0)
    : `Nothing${above} to show, but this is no all-clear: ${result.hidden}.`;
}

/** Lines that fit keep their columns; others are wrapped. */
function wrapKeepingColumns(line: string, width: number): readonly string[] {
  return line.length <= width ? [line] : wrap(line, width);
}
