import { escapeControl } from '../terminal/escape-control';

/** Text from a log that means nothing to Markdown or HTML: whoever makes a call chooses names. */
export function plainMarkdown(text: string): string {
  return escapeControl(text).replace(/[\\`*_[\]<>|#&!]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A table of GitHub's Markdown; no rows, no table. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return [];
  return [heads, heads.map(() => '---'), ...rows.map((row) => row.map(plainMarkdown))].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
}
