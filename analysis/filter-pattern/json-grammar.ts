import type { Cursor } from './cursor';
import { IS_WORDS, type JsonCondition, type JsonLeaf, type JsonTree, type Selector } from './pattern-tree';
import { parseSelector } from './selector';
import { readOperator, readValue } from './value';

/** Deeper parentheses are refused; a pattern of 1,024 characters that says anything needs far fewer. */
const MAX_DEPTH = 100;

/** What people write and CloudWatch Logs refuses, and what it has instead. */
const INSTEAD: { readonly [word: string]: string | undefined } = {
  EXISTS: '= * for a field that is there, NOT EXISTS for one that is not',
  LIKE: '= and a value with * at its beginning or end, or %regex%',
  IN: 'one comparison for each value, joined by ||',
  CONTAINS: '= "*text*"',
  AND: '&&',
  OR: '||',
};

/** Reads `{ ($.a = 1) && ($.b NOT EXISTS || $.c IS TRUE) }`. */
export function parseJson(cursor: Cursor): JsonTree {
  cursor.skipSpaces();
  cursor.accept('{');
  const condition = parseAnyOf(cursor, 0);
  if (!cursor.accept('}')) failAfterCondition(cursor, 'the closing }');
  cursor.skipSpaces();
  if (!cursor.atEnd) cursor.fail('there is more after the closing }', 'the end of the pattern');
  return { kind: 'json', condition };
}

function parseAnyOf(cursor: Cursor, depth: number): JsonCondition {
  const of = [parseAllOf(cursor, depth)];
  while (cursor.accept('||')) of.push(parseAllOf(cursor, depth));
  return of.length === 1 ? (of[0] as JsonCondition) : { kind: 'or', of };
}

function parseAllOf(cursor: Cursor, depth: number): JsonCondition {
  const of = [parseOne(cursor, depth)];
  while (cursor.accept('&&')) of.push(parseOne(cursor, depth));
  return of.length === 1 ? (of[0] as JsonCondition) : { kind: 'and', of };
}

function parseOne(cursor: Cursor, depth: number): JsonCondition {
  cursor.skipSpaces();
  const condition = cursor.next === '(' ? parseGroup(cursor, depth + 1) : parseLeaf(cursor);
  cursor.skipSpaces();
  return condition;
}

function parseGroup(cursor: Cursor, depth: number): JsonCondition {
  const begin = cursor.position;
  if (depth > MAX_DEPTH) cursor.fail('the parentheses are nested too deeply', `at most ${MAX_DEPTH} of them`);
  cursor.accept('(');
  const condition = parseAnyOf(cursor, depth);
  if (cursor.atEnd) cursor.fail('the parenthesis is never closed', 'a )', begin);
  if (!cursor.accept(')')) failAfterCondition(cursor, 'the closing )');
  return condition;
}

function failAfterCondition(cursor: Cursor, closing: string): never {
  const { next } = cursor;
  if (next === '&' || next === '|') cursor.fail(`a single ${next} joins nothing`, `${next}${next}`);
  const word = cursor.look(/[A-Za-z]+/y).toUpperCase();
  if (word === 'AND' || word === 'OR')
    cursor.fail(`conditions are not joined by ${word}`, `${INSTEAD[word]}`);
  cursor.fail(`${cursor.found} after a condition`, `&&, || or ${closing}`);
}

function parseLeaf(cursor: Cursor): JsonLeaf {
  if (cursor.next === '!' || cursor.startsWith('NOT')) {
    cursor.fail('a condition cannot be negated as a whole', '!= inside it, or $.field NOT EXISTS');
  }
  const selector = parseSelector(cursor);
  cursor.skipSpaces();
  const operator = readOperator(cursor);
  if (operator === undefined) return parseWords(cursor, selector);
  cursor.skipSpaces();
  const begin = cursor.position;
  const value = readValue(cursor, operator);
  const word = value.kind === 'text' && cursor.text.charAt(begin) !== '"' ? value.text.toUpperCase() : '';
  if (word === 'TRUE' || word === 'FALSE' || word === 'NULL') {
    const instead = word === 'NULL' && operator === '!=' ? '= * for a field with a value' : `IS ${word}`;
    cursor.fail(
      `${operator} cannot compare with ${word.toLowerCase()}`,
      `${instead}, or quotes for the text`,
      begin,
    );
  }
  return { kind: 'comparison', selector, operator, value };
}

function parseWords(cursor: Cursor, selector: Selector): JsonLeaf {
  const begin = cursor.position;
  const words = cursor.take(/[A-Za-z]+(\s+[A-Za-z]+)?/y).split(/\s+/);
  const [first = '', second = ''] = words;
  if (first === 'NOT' && second === 'EXISTS') return { kind: 'not-exists', selector };
  const what = IS_WORDS.find((word) => first === 'IS' && word === second);
  if (what !== undefined) return { kind: 'is', selector, what };
  failAtWords(cursor, begin, first, second);
}

function failAtWords(cursor: Cursor, begin: number, first: string, second: string): never {
  if (first === '') {
    cursor.fail(
      `${cursor.found} where an operator belongs`,
      '=, !=, <, <=, >, >=, IS NULL, IS TRUE, IS FALSE or NOT EXISTS',
    );
  }
  const upper = [first.toUpperCase(), second.toUpperCase()];
  if (upper[0] === 'IS' && upper[1] === 'NOT') {
    const other = 'IS FALSE or IS TRUE for the other value, != for text, = * for a field with a value';
    cursor.fail('there is no IS NOT', other, begin);
  }
  if (upper[0] === 'IS' || (upper[0] === 'NOT' && upper[1] === 'EXISTS')) {
    cursor.fail(
      `there is no ${first} ${second}`,
      'IS NULL, IS TRUE, IS FALSE or NOT EXISTS, in capitals',
      begin,
    );
  }
  const word = upper[0] === 'NOT' ? upper[1] : upper[0];
  cursor.fail(
    `there is no operator ${first}`,
    INSTEAD[word ?? ''] ?? '=, !=, <, <=, >, >=, IS or NOT EXISTS',
    begin,
  );
}
