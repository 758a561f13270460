/** A place in a text, 1-based as editors count. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The line of that place with a caret under its column, for an error message. */
export function renderCaret(text: string, place: Place): string {
  const line = text.split('\n')[place.line - 1] ?? '';
  const margin = `${place.line} | `;
  const indent = ' '.repeat(margin.length) + line.slice(0, place.column - 1).replaceAll(/[^\t]/g, ' ');
  return `${margin}${line}\n${indent}^`;
}
