/** A set of characters: one entry for each ASCII code, and a last one for everything beyond. */
export type CharacterSet = Uint8Array;

/** The entry of `CharacterSet` that stands for every character outside ASCII. */
export const BEYOND_ASCII = 128;
const SIZE = 129;

export function setOf(characters: string): CharacterSet {
  const set = new Uint8Array(SIZE);
  for (let i = 0; i < characters.length; i += 1) set[characters.charCodeAt(i)] = 1;
  return set;
}

export function setOfRange(first: number, last: number): CharacterSet {
  return new Uint8Array(SIZE).fill(1, first, last + 1);
}

export function unionOf(sets: readonly CharacterSet[]): CharacterSet {
  const union = new Uint8Array(SIZE);
  for (const set of sets) {
    set.forEach((member, code) => {
      if (member === 1) union[code] = 1;
    });
  }
  return union;
}

export function complementOf(set: CharacterSet): CharacterSet {
  return set.map((member) => 1 - member);
}

export const ANY_CHARACTER: CharacterSet = new Uint8Array(SIZE).fill(1);

const DIGITS = setOfRange(0x30, 0x39);
const WORD_CHARACTERS = unionOf([DIGITS, setOfRange(0x41, 0x5a), setOfRange(0x61, 0x7a), setOf('_')]);
// The user guide counts tab, space and newline as whitespace, not JavaScript's two dozen.
const WHITESPACE = setOf(' \t\n');

/** What `\d`, `\s`, `\w` and their inverses stand for, by the letter. */
export const NAMED_SETS: { readonly [letter: string]: CharacterSet | undefined } = {
  d: DIGITS,
  D: complementOf(DIGITS),
  s: WHITESPACE,
  S: complementOf(WHITESPACE),
  w: WORD_CHARACTERS,
  W: complementOf(WORD_CHARACTERS),
};
