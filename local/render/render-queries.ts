import { QUERY_GROUPS, queryCatalogue } from '../../queries/catalogue';
import type { Query } from '../../queries/query';
import { renderTable } from '../terminal/table';
import type { Terminal } from '../terminal/terminal';

/** The saved questions by group, for people. */
export function renderQueryList(terminal: Terminal): string {
  const lines = QUERY_GROUPS.flatMap((group) => {
    const queries = queryCatalogue().filter((query) => query.group === group);
    const rows = queries.map(({ id, question }) => [id, question]);
    return [
      terminal.colors.bold(group.replaceAll('-', ' ')),
      ...renderTable(['', ''], rows, [1], terminal).slice(1),
      '',
    ];
  });
  return `${lines.join('\n')}${queryCatalogue().length} questions; ask one with \`harborwatch query <id> --on local <folder>\`\n`;
}

/** The same for machines: one JSON document. */
export function queryListJson(): string {
  const queries = queryCatalogue().map(({ sql: _, ...told }) => told);
  return `${JSON.stringify({ queries }, null, 2)}\n`;
}

/** What the question's file says about it, with the values that it would be asked with. */
export function renderQueryHead(
  query: Query,
  values: Readonly<Record<string, string>>,
  terminal: Terminal,
): string {
  const { colors } = terminal;
  const told = [
    ['question', query.question],
    ['when', query.when],
    ['attack', query.attack.join(', ')],
    ['cost', query.cost],
    ['serves', query.serves.join(', ')],
  ].filter(([, text]) => text !== '');
  const parameters = query.parameters.map(
    ({ name, default: standard, meaning }) =>
      [`  ${name}`, `${values[name] ?? standard}  ${colors.dim(meaning)}`] as const,
  );
  const lines = [
    colors.bold(query.id),
    ...told.map(([name = '', text = '']) => `${colors.dim(name.padEnd(10))}${text}`),
    colors.dim('parameters'),
    ...parameters.map(([name, text]) => `${name.padEnd(18)}${text}`),
  ];
  return `${lines.join('\n')}\n`;
}
