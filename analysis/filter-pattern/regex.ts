import {
  ANY_CHARACTER,
  type CharacterSet,
  complementOf,
  NAMED_SETS,
  setOf,
  setOfRange,
  unionOf,
} from './character-set';
import type { Cursor } from './cursor';

/** A regular expression as CloudWatch Logs knows it: alternatives of repeated characters, without groups. */
export type RegexTree = readonly RegexAlternative[];

export interface RegexAlternative {
  /** `^`: only at the beginning of the text. */
  readonly atBegin: boolean;
  /** `$`: only at its end. */
  readonly atEnd: boolean;
  readonly atoms: readonly RegexAtom[];
}

/** A character of `accepts`, `min` to `max` times. */
export interface RegexAtom {
  readonly accepts: CharacterSet;
  readonly min: number;
  readonly max: number;
}

// The characters that the user guide lists: alphanumeric, some symbols, and operators. The space is in its examples.
const LITERAL = /[A-Za-z0-9:_#=@/;, -]/;
const OPERATOR = /[\^$?[\]{}|\\*+.]/;
const ESCAPABLE = /[:_#=@/;,^$?[\]{}|\\*+. -]/;

/** Characters after writing out the repeat counts; more are refused, since each costs memory while matching. */
const MAX_CHARACTERS = 2000;

/**
 * Reads a regular expression up to the `%` that closes it, which is left for the caller.
 *
 * @throws FilterPatternError for what CloudWatch Logs refuses (groups, lookaround, backreferences, other characters
 * than its own list) and for what could never match.
 */
export function parseRegex(cursor: Cursor): RegexTree {
  const begin = cursor.position;
  const alternatives = [parseAlternative(cursor)];
  while (cursor.accept('|')) alternatives.push(parseAlternative(cursor));
  const characters = alternatives.flatMap(({ atoms }) => atoms).reduce((sum, atom) => sum + countOf(atom), 0);
  if (characters > MAX_CHARACTERS) {
    cursor.fail(
      'the repeat counts are too large',
      `at most ${MAX_CHARACTERS} characters when written out`,
      begin,
    );
  }
  if (cursor.atEnd) cursor.fail('the regular expression is never closed', 'a second %');
  return alternatives;
}

/** How many characters of its own an atom is matched with; an endless repeat goes round in the last of them. */
export function countOf({ min, max }: RegexAtom): number {
  return max === Number.POSITIVE_INFINITY ? Math.max(min, 1) : max;
}

function parseAlternative(cursor: Cursor): RegexAlternative {
  const atBegin = cursor.accept('^');
  const atoms: RegexAtom[] = [];
  let atEnd = false;
  while (!cursor.atEnd && cursor.next !== '|' && cursor.next !== '%') {
    if (atEnd)
      cursor.fail('nothing can follow the $ of a regular expression', '| or %, or \\$ for the character');
    if (cursor.accept('$')) atEnd = true;
    else atoms.push(parseRepeat(cursor, parseAtom(cursor)));
  }
  if (atoms.length === 0 && !(atBegin && atEnd)) {
    cursor.fail('the regular expression is empty here', 'at least one character to look for');
  }
  return { atBegin, atEnd, atoms };
}

function parseAtom(cursor: Cursor): CharacterSet {
  const { next } = cursor;
  if (cursor.accept('.')) return ANY_CHARACTER;
  if (next === '[') return parseClass(cursor);
  if (next === '\\') return parseEscape(cursor);
  if (next === '^')
    cursor.fail('a ^ inside could never match', '^ at the beginning, or \\^ for the character');
  if (OPERATOR.test(next))
    cursor.fail(`${next} repeats or closes nothing`, `\\${next} for the character itself`);
  return setOf(readLiteral(cursor));
}

function readLiteral(cursor: Cursor): string {
  const { next } = cursor;
  if (!LITERAL.test(next)) {
    if (next === '(' || next === ')') {
      cursor.fail(
        'CloudWatch Logs has no groups in regular expressions',
        '\\x28 and \\x29 for the characters ( and )',
      );
    }
    cursor.fail(
      `a regular expression cannot hold ${next}`,
      `letters, digits, : _ # = @ / ; , - or ${hexHint(next)}`,
    );
  }
  cursor.accept(next);
  return next;
}

function hexHint(character: string): string {
  const code = character.charCodeAt(0);
  return code < 128
    ? `\\x${code.toString(16).toUpperCase().padStart(2, '0')} for this character`
    : '. for any character';
}

function parseEscape(cursor: Cursor): CharacterSet {
  const begin = cursor.position;
  cursor.accept('\\');
  const letter = cursor.next;
  const named = NAMED_SETS[letter];
  if (named !== undefined) {
    cursor.accept(letter);
    return named;
  }
  if (cursor.accept('x')) {
    const digits = cursor.take(/[0-7][0-9A-Fa-f]/y);
    if (digits === '')
      cursor.fail('\\x wants the code of an ASCII character', 'two hexadecimal digits, 00 to 7F');
    return setOf(String.fromCharCode(Number.parseInt(digits, 16)));
  }
  if (!ESCAPABLE.test(letter)) {
    cursor.fail(`there is no \\${letter}`, '\\d \\s \\w \\D \\S \\W, \\xhh, or \\ and an operator', begin);
  }
  cursor.accept(letter);
  return setOf(letter);
}

function parseClass(cursor: Cursor): CharacterSet {
  const begin = cursor.position;
  cursor.accept('[');
  const isNegated = cursor.accept('^');
  const members: CharacterSet[] = [];
  while (cursor.next !== ']') {
    if (cursor.atEnd || cursor.next === '%') cursor.fail('the character class is never closed', 'a ]', begin);
    members.push(parseMember(cursor));
  }
  if (members.length === 0)
    cursor.fail('the character class is empty', 'characters, or \\] for the bracket', begin);
  cursor.accept(']');
  const union = unionOf(members);
  return isNegated ? complementOf(union) : union;
}

function parseMember(cursor: Cursor): CharacterSet {
  const begin = cursor.position;
  const first = parseMemberCharacter(cursor);
  if (cursor.next !== '-' || cursor.look(/-\]/y) !== '') return first;
  cursor.accept('-');
  const last = parseMemberCharacter(cursor);
  const from = onlyCode(first);
  const to = onlyCode(last);
  if (from === undefined || to === undefined || from > to) {
    cursor.fail('this is no range', 'two characters in rising order, such as a-z', begin);
  }
  return setOfRange(from, to);
}

function parseMemberCharacter(cursor: Cursor): CharacterSet {
  const { next } = cursor;
  if (next === '\\') return parseEscape(cursor);
  if (next === '[') cursor.fail('a [ inside a character class', '\\[ for the character');
  if (OPERATOR.test(next)) {
    cursor.accept(next);
    return setOf(next);
  }
  return setOf(readLiteral(cursor));
}

function onlyCode(set: CharacterSet): number | undefined {
  const code = set.indexOf(1);
  return code === set.lastIndexOf(1) ? code : undefined;
}

function parseRepeat(cursor: Cursor, accepts: CharacterSet): RegexAtom {
  const begin = cursor.position;
  const { min, max } = readCounts(cursor);
  if (cursor.position > begin && /[*+?{]/.test(cursor.next)) {
    cursor.fail('a repeat cannot be repeated', 'one of * + ? {m,n}');
  }
  return { accepts, min, max };
}

function readCounts(cursor: Cursor): { min: number; max: number } {
  if (cursor.accept('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
  if (cursor.accept('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
  if (cursor.accept('?')) return { min: 0, max: 1 };
  if (cursor.next !== '{') return { min: 1, max: 1 };
  const begin = cursor.position;
  const [, least, comma, most] = /^\{(\d*)(, ?)?(\d*)\}$/.exec(cursor.take(/\{[\d, ]*\}/y)) ?? [];
  if (least === undefined || (least === '' && most === '')) {
    cursor.fail('this is no repeat count', '{m,n}, {m,} or {,n}, or \\{ for the character', begin);
  }
  const min = Number(least);
  const max = comma === undefined ? min : most === '' ? Number.POSITIVE_INFINITY : Number(most);
  if (min > max) cursor.fail('the repeat count falls', 'the smaller number first', begin);
  return { min, max };
}
