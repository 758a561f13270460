import type { Cursor } from './cursor';
import type { RegexValue, Term, TermsTree, TextValue } from './pattern-tree';
import { compileRegex } from './regex-automaton';
import { readQuoted, readRegex } from './value';
import type { TextTest } from './wildcard';

const ROLES: { readonly [prefix: string]: Term['role'] | undefined } = { '?': 'optional', '-': 'excluded' };

/** Reads `word "exact phrase" ?either ?or -not %regex%`. */
export function parseTerms(cursor: Cursor): TermsTree {
  const terms: Term[] = [];
  cursor.skipSpaces();
  while (!cursor.atEnd) {
    terms.push(parseTerm(cursor));
    cursor.skipSpaces();
  }
  return { kind: 'terms', terms };
}

function parseTerm(cursor: Cursor): Term {
  const prefix = cursor.next;
  const role = ROLES[prefix];
  if (role !== undefined) cursor.accept(prefix);
  const value = readTermValue(cursor);
  if (!cursor.atEnd && !/\s/.test(cursor.next)) {
    cursor.fail(
      `a term cannot hold ${cursor.next} without quotes`,
      'a space between terms, or the term in double quotes',
    );
  }
  return { role: role ?? 'required', value };
}

function readTermValue(cursor: Cursor): TextValue | RegexValue {
  if (cursor.next === '"') return readQuoted(cursor);
  if (cursor.next === '%') return readRegex(cursor);
  const word = cursor.take(/[A-Za-z0-9_]+/y);
  if (word === '') {
    cursor.fail(
      `${cursor.found} where a term belongs`,
      'letters, digits and _, or "anything in double quotes", or %regex%',
    );
  }
  return { kind: 'text', text: word };
}

/**
 * The terms as a test of a message. A term is looked for anywhere, also inside words, and case matters.
 *
 * Terms with `?` count only among themselves: next to any other term the service ignores them, and so does this.
 */
export function compileTerms({ terms }: TermsTree): TextTest {
  const required = testsOf(terms, 'required');
  const excluded = testsOf(terms, 'excluded');
  const optional = testsOf(terms, 'optional');
  if (required.length === 0 && excluded.length === 0) {
    return optional.length === 0 ? () => true : (text) => optional.some((test) => test(text));
  }
  return (text) => required.every((test) => test(text)) && !excluded.some((test) => test(text));
}

function testsOf(terms: readonly Term[], role: Term['role']): readonly TextTest[] {
  return terms.filter((term) => term.role === role).map(({ value }) => compileTermValue(value));
}

function compileTermValue(value: TextValue | RegexValue): TextTest {
  if (value.kind === 'regex') return compileRegex(value);
  // The user guide matches every event with a quoted space, also those of one word.
  if (value.text.trim() === '') return () => true;
  return (text) => text.includes(value.text);
}
