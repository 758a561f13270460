import type { Cursor } from './cursor';
import type { Comparison, FieldCondition, SpaceDelimitedField, SpaceDelimitedTree } from './pattern-tree';
import { readOperator, readValue } from './value';

const NAME = /[A-Za-z0-9_-]+/y;

/** Reads `[name, name = value && name != value, ..., name]`. */
export function parseSpaceDelimited(cursor: Cursor): SpaceDelimitedTree {
  const fields: SpaceDelimitedField[] = [];
  cursor.skipSpaces();
  cursor.accept('[');
  cursor.skipSpaces();
  if (!cursor.accept(']')) {
    do {
      fields.push(parseField(cursor, fields));
    } while (cursor.accept(','));
    if (!cursor.accept(']')) cursor.fail('the list of fields goes wrong', 'a comma, &&, || or the closing ]');
  }
  cursor.skipSpaces();
  if (!cursor.atEnd) cursor.fail('there is more after the closing ]', 'the end of the pattern');
  return { kind: 'space-delimited', fields };
}

function parseField(cursor: Cursor, before: readonly SpaceDelimitedField[]): SpaceDelimitedField {
  cursor.skipSpaces();
  const begin = cursor.position;
  if (cursor.accept('...')) {
    if (before.some(({ kind }) => kind === 'ellipsis')) {
      cursor.fail('a second ... leaves open which field is which', 'one ... in a pattern', begin);
    }
    cursor.skipSpaces();
    return { kind: 'ellipsis' };
  }
  const name = cursor.take(NAME);
  cursor.skipSpaces();
  const operator = cursor.look(/[=!<>]/y);
  if (operator === '') return { kind: 'field', name };
  if (name === '') cursor.fail('the condition has no field', 'a name before the operator');
  cursor.position = begin;
  return { kind: 'field', name, condition: parseAnyOf(cursor, name) };
}

function parseAnyOf(cursor: Cursor, name: string): FieldCondition {
  const of = [parseAllOf(cursor, name)];
  while (cursor.accept('||')) of.push(parseAllOf(cursor, name));
  if (cursor.next === '|') cursor.fail('a single | joins nothing', '||');
  return of.length === 1 ? (of[0] as FieldCondition) : { kind: 'or', of };
}

function parseAllOf(cursor: Cursor, name: string): FieldCondition {
  const of: FieldCondition[] = [parseComparison(cursor, name)];
  while (cursor.accept('&&')) of.push(parseComparison(cursor, name));
  if (cursor.next === '&') cursor.fail('a single & joins nothing', '&&');
  return of.length === 1 ? (of[0] as FieldCondition) : { kind: 'and', of };
}

function parseComparison(cursor: Cursor, name: string): Comparison {
  cursor.skipSpaces();
  const begin = cursor.position;
  if (cursor.next === '(')
    cursor.fail('fields take no parentheses', `a condition on ${name}; && binds tighter than ||`);
  const given = cursor.take(NAME);
  if (given !== name) {
    const problem = given === '' ? 'a condition is missing' : `${given} is another field than ${name}`;
    cursor.fail(problem, `a condition on ${name}; conditions on other fields stand after a comma`, begin);
  }
  cursor.skipSpaces();
  const operator = readOperator(cursor);
  if (operator === undefined) cursor.fail('the operator is missing', '=, !=, <, <=, > or >=');
  cursor.skipSpaces();
  const value = readValue(cursor, operator);
  cursor.skipSpaces();
  return { kind: 'comparison', operator, value };
}
