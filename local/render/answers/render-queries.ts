import { OWN_GROUP, QUERY_GROUPS, queryCatalogue } from '../../../queries/catalogue';
import type { Query } from '../../../queries/query';
import { renderTable } from '../../terminal/table';
import type { Terminal } from '../../terminal/terminal';

/** The questions in whose id, text or techniques a word stands; all without a word. */
function questionsWith(word: string | undefined): readonly Query[] {
  const wanted = word?.toLowerCase() ?? '';
  return queryCatalogue().filter(({ id, question, when, attack, serves }) =>
    [id, question, when, ...attack, ...serves].some((text) => text.toLowerCase().includes(wanted)),
  );
}

/** The saved questions by group, for people. */
export function renderQueryList(terminal: Terminal, word?: string): string {
  const found = questionsWith(word);
  if (found.length === 0) {
    return `no question has ${word} in its id, text or techniques; \`npx harborwatch query --list\` names all\n`;
  }
  const lines = [...QUERY_GROUPS, OWN_GROUP].flatMap((group) => {
    const queries = found.filter((query) => query.group === group);
    if (queries.length === 0) return [];
    const rows = queries.map(({ id, question }) => [id, question]);
    return [
      terminal.colors.bold(group.replaceAll('-', ' ')),
      ...renderTable(['', ''], rows, [1], terminal).slice(1),
      '',
    ];
  });
  return `${lines.join('\n')}${found.length} ${found.length === 1 ? 'question' : 'questions'}; ask one with \`npx harborwatch query <id> --on local <folder>\`\n`;
}

/** The same for machines: one JSON document. */
export function queryListJson(word?: string): string {
  const queries = questionsWith(word).map(({ sql: _, ...told }) => told);
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
