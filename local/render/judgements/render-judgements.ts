import { SEVERITIES } from '../../../analysis/finding';
import type { JudgedFolder, JudgedTask, PlacedJudgement } from '../../judge/judge-files';
import { counted } from '../../terminal/counted';
import { escapeControl } from '../../terminal/escape-control';
import { paintSeverity } from '../../terminal/paint-severity';
import type { Terminal } from '../../terminal/terminal';
import { wrap } from '../../terminal/wrap';

/** What people read: each task definition, the worst first, with why and what to do. */
export function renderJudgements(
  { folder, tasks, unreadable, leftAlone }: JudgedFolder,
  showsLow: boolean,
  terminal: Terminal,
): string {
  const parts = tasks.map((task) => renderTask(task, showsLow, terminal));
  const broken = unreadable.map(({ file, reason }) => escapeControl(`unreadable: ${file}: ${reason}`));
  const total = tasks.flatMap(({ judgements }) => judgements);
  const bySeverity = [...SEVERITIES]
    .reverse()
    .map(
      (severity) => [total.filter((judgement) => judgement.severity === severity).length, severity] as const,
    )
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity}`);
  const sum = [
    `${counted(tasks.length, 'task definition')} in ${escapeControl(folder)}`,
    bySeverity.length === 0 ? 'nothing to object to' : bySeverity.join(', '),
    ...(unreadable.length > 0 ? [counted(unreadable.length, 'file unreadable', 'files unreadable')] : []),
    ...(leftAlone > 0 ? [`${counted(leftAlone, 'other file')} left alone`] : []),
  ].join('; ');
  return `${[...parts.filter((part) => part !== ''), ...broken, sum].join('\n')}\n`;
}

function renderTask({ file, name, judgements }: JudgedTask, showsLow: boolean, terminal: Terminal): string {
  const worstFirst = [...judgements].sort(
    (a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity),
  );
  const shown = worstFirst.filter(({ severity }) => showsLow || severity !== 'low');
  const hidden = worstFirst.length - shown.length;
  if (worstFirst.length === 0) return '';
  return [
    terminal.colors.bold(escapeControl(`${name}  (${file})`)),
    ...shown.flatMap((judgement) => renderJudgement(judgement, file, terminal)),
    ...(hidden > 0 ? [`  … and ${hidden} of low severity (--all)`] : []),
    '',
  ].join('\n');
}

function renderJudgement(
  { rule, severity, what, line }: PlacedJudgement,
  file: string,
  terminal: Terminal,
): readonly string[] {
  const { colors, width } = terminal;
  const indented = (text: string) => wrap(text, width - 12).map((part) => `            ${part}`);
  return [
    `  ${paintSeverity(severity, severity.padEnd(8), terminal)}  ${rule.id}: ${escapeControl(what)}  ${colors.dim(escapeControl(`${file}:${line}`))}`,
    ...indented(rule.reason),
    ...indented(`Instead: ${rule.fix}`),
    ...indented(`Also asked for by: ${rule.sources.map(({ title }) => title).join(', ')}`).map(colors.dim),
  ];
}
