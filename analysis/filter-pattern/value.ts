import type { Cursor } from './cursor';
import type { Operator, PatternValue, RegexValue, TextValue } from './pattern-tree';
import { parseRegex } from './regex';

const WORD = /[A-Za-z0-9_.:/*+-]+/y;
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A number as a pattern writes it and as a space-delimited line may hold it. */
export function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

/**
 * Reads `=`, `!=`, `<`, `<=`, `>` or `>=`; undefined (and nothing read) where none stands.
 *
 * @throws FilterPatternError for `==` and other operators that CloudWatch Logs does not have.
 */
export function readOperator(cursor: Cursor): Operator | undefined {
  for (const wrong of ['==', '=~', '<>', '!~'] as const) {
    if (cursor.startsWith(wrong)) {
      cursor.fail(
        `there is no operator ${wrong}`,
        '=, !=, <, <=, > or >= (and %…% for a regular expression)',
      );
    }
  }
  const operator = cursor.take(/!=|<=|>=|=|<|>/y);
  return operator === '' ? undefined : (operator as Operator);
}

/**
 * Reads what stands right of an operator: a word, a number, `"text"` or `%regex%`.
 *
 * @throws FilterPatternError
 */
export function readValue(cursor: Cursor, operator: Operator): PatternValue {
  const begin = cursor.position;
  const value = readAnyValue(cursor, operator);
  if (operator !== '=' && operator !== '!=' && value.kind !== 'number') {
    cursor.fail(`${operator} compares numbers`, 'a number without quotes and without *', begin);
  }
  return value;
}

function readAnyValue(cursor: Cursor, operator: Operator): PatternValue {
  if (cursor.next === '"') return readQuoted(cursor);
  if (cursor.next === '%') return readRegex(cursor);
  const word = cursor.take(WORD);
  if (word === '') {
    cursor.fail(
      `${cursor.found} where the value of ${operator} belongs`,
      'a word, a number, "text" or %regex%',
    );
  }
  if (cursor.look(/[^\s)\]},&|]/y) !== '') {
    cursor.fail(`a word cannot hold ${cursor.next}`, `the value in double quotes: "${word}${cursor.next}…"`);
  }
  return isNumber(word) ? { kind: 'number', text: word } : { kind: 'text', text: word };
}

/** Reads `"text"`; `\"` is a quotation mark and `\\` a backslash, any other backslash stands for itself. */
export function readQuoted(cursor: Cursor): TextValue {
  const begin = cursor.position;
  const quoted = cursor.take(/"(?:[^"\\]|\\[\s\S])*"/y);
  if (quoted === '') {
    cursor.fail('the quotation mark is never closed', 'a second "', begin);
  }
  return { kind: 'text', text: quoted.slice(1, -1).replace(/\\(["\\])/g, '$1') };
}

/** Writes text so that `readQuoted` reads it back. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Reads `%regex%` and checks that it is one which CloudWatch Logs takes. */
export function readRegex(cursor: Cursor): RegexValue {
  const begin = cursor.position;
  cursor.accept('%');
  parseRegex(cursor);
  const source = cursor.text.slice(begin + 1, cursor.position);
  cursor.accept('%');
  return { kind: 'regex', source };
}
