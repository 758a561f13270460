/** One field of a space-delimited line: where it begins in the line, and its text without brackets or quotes. */
export interface LineField {
  readonly begin: number;
  readonly text: string;
}

const CLOSING: { readonly [opening: string]: string | undefined } = { '[': ']', '"': '"' };

/**
 * Splits a line at its white space. What stands in `[]` or `""` is one field, without them; a bracket or quotation
 * mark that is never closed before white space or the end is a character like any other.
 */
export function splitFields(line: string): readonly LineField[] {
  const fields: LineField[] = [];
  // A closing mark that was not found from here on is not found from any later place either: looked for once.
  const neverCloses = new Set<string>();
  const space = /\s+/y;
  const word = /\S+/y;
  let position = skip(space, line, 0);
  while (position < line.length) {
    const closing = CLOSING[line.charAt(position)];
    let end = -1;
    if (closing !== undefined && !neverCloses.has(closing)) {
      end = findClosing(line, closing, position + 1);
      if (end === -1) neverCloses.add(closing);
    }
    if (end === -1) {
      const next = skip(word, line, position);
      fields.push({ begin: position, text: line.slice(position, next) });
      position = next;
    } else {
      fields.push({ begin: position, text: line.slice(position + 1, end) });
      position = end + 1;
    }
    position = skip(space, line, position);
  }
  return fields;
}

function findClosing(line: string, closing: string, from: number): number {
  let end = line.indexOf(closing, from);
  while (end !== -1 && end + 1 < line.length && !/\s/.test(line.charAt(end + 1))) {
    end = line.indexOf(closing, end + 1);
  }
  return end;
}

function skip(sticky: RegExp, line: string, position: number): number {
  sticky.lastIndex = position;
  return sticky.test(line) ? sticky.lastIndex : position;
}
