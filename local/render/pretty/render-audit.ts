import type { CellValue } from '../../../queries/query-result';
import type { AuditAnswer } from '../../query/audit-folder';
import { commandText } from '../../terminal/command-text';
import { counted } from '../../terminal/counted';
import { escapeControl } from '../../terminal/escape-control';
import type { Terminal } from '../../terminal/terminal';
import { wrap } from '../../terminal/wrap';

/** Rows of an answer that are shown; the rest is for `harborwatch query`. */
const MOST_ROWS = 3;
const INDENT = '  ';

/** The audit questions whose answer has rows: the question, its first rows, and how to see the others. */
export function renderAudit(
  answers: readonly AuditAnswer[],
  again: readonly string[] | undefined,
  { colors, width }: Terminal,
): readonly string[] {
  return answers.flatMap(({ query, columns, rows }) => {
    const shown = rows.slice(0, MOST_ROWS).flatMap((row) => {
      const cells = columns.flatMap(({ name }, at) => cell(name, row[at] ?? null));
      return hanging(escapeControl(cells.join(', ')), width);
    });
    const left = rows.length - MOST_ROWS;
    const command =
      again === undefined ? '' : `: ${commandText('query', query.id, '--on', 'local', ...again)}`;
    const more = left > 0 ? [`${INDENT}… ${counted(left, 'more row')}${escapeControl(command)}`] : [];
    return [colors.bold(query.id), ...wrap(query.question, width), ...shown, ...more];
  });
}

/** An empty cell says nothing and is left out. */
function cell(name: string, value: CellValue): readonly string[] {
  if (value === null || value === '') return [];
  return [`${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`];
}

function hanging(line: string, width: number): readonly string[] {
  return wrap(line, width - INDENT.length - 2).map(
    (part, index) => `${INDENT}${index === 0 ? '- ' : '  '}${part}`,
  );
}
