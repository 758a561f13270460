import type { Deployment } from '../../deployment/described-deployment';
import { counted } from '../terminal/counted';
import { escapeControl } from '../terminal/escape-control';
import type { Terminal } from '../terminal/terminal';
import { wrap } from '../terminal/wrap';
import type { CheckResult } from './run-checks';
import type { Trouble } from './trouble';

const INDENT = '    ';

/** One line a check, what is wrong under it, and under that what to type, on a line of its own for copying. */
export function renderDoctor(
  { name, account, region }: Deployment,
  results: readonly CheckResult[],
  terminal: Terminal,
): string {
  const width = Math.max(...results.map(({ id }) => id.length));
  const lines = results.flatMap((result) => [
    `${mark(result, terminal)} ${result.id.padEnd(width)}  ${headline(result)}`,
    ...[...result.problems, ...result.unseen].flatMap((trouble) => renderTrouble(trouble, terminal)),
  ]);
  return [`${name} in account ${account}, ${region}`, '', ...lines, '', summary(results), ''].join('\n');
}

function mark({ result }: CheckResult, { colors }: Terminal): string {
  switch (result) {
    case 'ok':
      return colors.green('✓');
    case 'problems':
      return colors.red('✗');
    case 'could-not-look':
      return colors.yellow('?');
  }
}

function headline({ result, seen, problems, unseen }: CheckResult): string {
  if (result === 'ok') return escapeControl(seen);
  if (result === 'could-not-look') return 'could not look';
  const dark = unseen.length === 0 ? '' : `, and ${counted(unseen.length, 'look')} without an answer`;
  return `${counted(problems.length, 'problem')}${dark}`;
}

function renderTrouble({ what, next }: Trouble, { colors, width }: Terminal): readonly string[] {
  return [
    ...wrap(escapeControl(what), width - INDENT.length).map((line) => `${INDENT}${line}`),
    ...next.map((command) => `${INDENT}${INDENT}${colors.cyan(escapeControl(command))}`),
  ];
}

function summary(results: readonly CheckResult[]): string {
  const count = (wanted: CheckResult['result']) => results.filter(({ result }) => result === wanted).length;
  const parts = [
    `${counted(results.length, 'check')}: ${count('ok')} well`,
    ...(count('problems') > 0 ? [`${count('problems')} with problems`] : []),
    ...(count('could-not-look') > 0 ? [`${count('could-not-look')} that could not look`] : []),
  ];
  return parts.join(', ');
}
