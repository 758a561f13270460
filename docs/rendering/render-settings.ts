import { SETTINGS } from '../../stacks/config/settings';

/** The settings as a table, from their schema: key, default, what is allowed, what it does. */
export function renderSettings(): string {
  const rows = Object.entries(SETTINGS).map(([key, { schema, allowed, about }]) => {
    const otherwise = schema.safeParse(undefined);
    const value = otherwise.success ? otherwise.data : undefined;
    return `| \`${key}\` | ${shown(value)} | ${about} Allowed: ${allowed}. |`;
  });
  return ['| key | default | what it does |', '|---|---|---|', ...rows.map(escapePipes)].join('\n');
}

function shown(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.length === 0 ? '' : value.map((item) => `\`${item}\``).join(', ');
  return `\`${String(value)}\``;
}

/** A bar within a cell would begin the next. */
function escapePipes(row: string): string {
  return row.replace(/(?<=\S)\|(?=\S)/g, '\\|');
}
