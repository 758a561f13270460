import { Cursor } from './cursor';
import type { PatternTree, Term } from './pattern-tree';
import { parseRegex } from './regex';
import { MIN_LITERAL_LENGTH, requiredLiterals } from './regex-literals';

/**
 * Pieces of text of which every message that a pattern matches holds at least one; undefined where there are none
 * of use. For a quick look at a message before any pattern is asked.
 *
 * @example
 * // ?"169.254.170.2" ?CREDENTIALS gives ['169.254.170.2', 'CREDENTIALS']
 */
export function literalsOf(tree: PatternTree): readonly string[] | undefined {
  if (tree.kind !== 'terms') return undefined;
  const required = tree.terms.filter(({ role }) => role === 'required').map(literalsOfTerm);
  if (required.length > 0) return required.find((literals) => literals !== undefined);
  const optional = tree.terms.map(literalsOfTerm);
  const isEither = tree.terms.length > 0 && tree.terms.every(({ role }) => role === 'optional');
  return isEither && !optional.includes(undefined)
    ? optional.flatMap((literals) => literals ?? [])
    : undefined;
}

function literalsOfTerm({ value }: Term): readonly string[] | undefined {
  if (value.kind === 'regex') return requiredLiterals(parseRegex(new Cursor(`${value.source}%`)));
  return value.text.trim().length < MIN_LITERAL_LENGTH ? undefined : [value.text];
}

/**
 * Looks for any of the pieces. One RegExp of plain alternatives reads a text faster than an `includes` for each, as
 * long as the pieces begin alike: it skips ahead by the characters that none of them holds. Hence two of them, one
 * for words and one for the rest (upper case, digits), which took a third off the time on CloudTrail records.
 */
export function compileLiterals(literals: readonly string[]): (text: string) => boolean {
  const words = anyOf(literals.filter((literal) => /^[a-z]/.test(literal)));
  const others = anyOf(literals.filter((literal) => !/^[a-z]/.test(literal)));
  return (text) => words?.test(text) === true || others?.test(text) === true;
}

function anyOf(literals: readonly string[]): RegExp | undefined {
  if (literals.length === 0) return undefined;
  return new RegExp(literals.map((literal) => literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'));
}
