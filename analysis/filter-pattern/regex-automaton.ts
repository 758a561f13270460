import { BEYOND_ASCII, type CharacterSet } from './character-set';
import { Cursor } from './cursor';
import type { RegexValue } from './pattern-tree';
import { countOf, parseRegex, type RegexTree } from './regex';
import { requiredLiterals } from './regex-literals';

/** Where the expression can stand: before its n-th character, which it may take again or leave out. */
interface Place {
  readonly accepts: CharacterSet | undefined;
  readonly repeats: boolean;
  readonly optional: boolean;
  /** Set on the place after an alternative's last character: the match is complete, or is if the text ends. */
  readonly done: 'here' | 'at-end' | undefined;
}

/** States are forgotten when there are this many, so that hostile text costs time, never memory. */
const MAX_STATES = 500;
/** Successors in the table: not worked out yet, and the state after a complete match. States count from 0. */
const UNKNOWN = -1;
const MATCHED = -2;

/**
 * Turns a regular expression into a function that says whether a text holds a match. It reads each character once,
 * whatever the text (a JavaScript RegExp looks back, and takes the square of the length or more for some).
 */
export function compileRegex(value: RegexValue): (text: string) => boolean {
  const tree = parseRegex(new Cursor(`${value.source}%`));
  const automaton = new RegexAutomaton(tree);
  const literals = requiredLiterals(tree);
  if (literals === undefined) return automaton.test;
  return (text) => literals.some((literal) => text.includes(literal)) && automaton.test(text);
}

/**
 * A state is the set of places that the text read so far has led to. States and their successors are worked out
 * when a text first leads there, and kept in one table: a row a state, a column a class of characters.
 */
class RegexAutomaton {
  private readonly places: Place[] = [];
  private readonly begins: readonly number[];
  private readonly beginsAnywhere: readonly number[];
  private readonly classOf: Uint8Array;
  private readonly classes: number;
  private readonly table: Int32Array;
  private readonly placesOf: (readonly number[])[] = [];
  private readonly stateOfKey = new Map<string, number>();
  private start = UNKNOWN;
  /** Counts how often the states were forgotten. */
  private generation = 0;

  constructor(tree: RegexTree) {
    const begins: number[] = [];
    const beginsAnywhere: number[] = [];
    for (const alternative of tree) {
      begins.push(this.places.length);
      if (!alternative.atBegin) beginsAnywhere.push(this.places.length);
      for (const atom of alternative.atoms) {
        const count = countOf(atom);
        for (let i = 0; i < count; i += 1) {
          const repeats = atom.max === Number.POSITIVE_INFINITY && i === count - 1;
          this.places.push({ accepts: atom.accepts, repeats, optional: i >= atom.min, done: undefined });
        }
      }
      const done = alternative.atEnd ? 'at-end' : 'here';
      this.places.push({ accepts: undefined, repeats: false, optional: false, done });
    }
    this.begins = begins;
    this.beginsAnywhere = beginsAnywhere;
    this.classOf = classesOf(this.places);
    this.classes = Math.max(...this.classOf) + 1;
    this.table = new Int32Array(MAX_STATES * this.classes).fill(UNKNOWN);
  }

  readonly test = (text: string): boolean => {
    const { table, classOf, classes } = this;
    // An import is a call of a getter where modules are compiled to CommonJS: too much for each character.
    const beyondAscii = BEYOND_ASCII;
    if (this.start === UNKNOWN) this.start = this.stateOf(this.begins);
    let state = this.start;
    for (let i = 0; i < text.length && state !== MATCHED; i += 1) {
      const code = text.charCodeAt(i);
      let characterClass = 0;
      if (code < beyondAscii) {
        characterClass = classOf[code] as number;
      } else {
        characterClass = classOf[beyondAscii] as number;
        // A character beyond the basic plane is two code units; `.` takes it as one.
        if (isHighSurrogate(code) && isLowSurrogate(text.charCodeAt(i + 1))) i += 1;
      }
      const next = table[state * classes + characterClass] as number;
      state = next === UNKNOWN ? this.follow(state, characterClass) : next;
    }
    return (
      state === MATCHED || (this.placesOf[state] ?? []).some((index) => this.places[index]?.done === 'at-end')
    );
  };

  private follow(state: number, characterClass: number): number {
    const code = this.classOf.indexOf(characterClass);
    const reached = [...this.beginsAnywhere];
    for (const index of this.placesOf[state] ?? []) {
      const place = this.places[index];
      if (place?.accepts?.[code] !== 1) continue;
      if (place.repeats) reached.push(index);
      reached.push(index + 1);
    }
    const { generation } = this;
    const next = this.stateOf(reached);
    // If the states were forgotten on the way, this row belongs to another state now.
    if (generation === this.generation) this.table[state * this.classes + characterClass] = next;
    return next;
  }

  private stateOf(reached: readonly number[]): number {
    const places = new Set<number>();
    for (const begin of reached) {
      let index = begin;
      places.add(index);
      while (this.places[index]?.optional === true) {
        index += 1;
        places.add(index);
      }
    }
    const sorted = [...places].sort((a, b) => a - b);
    if (sorted.some((index) => this.places[index]?.done === 'here')) return MATCHED;
    const key = sorted.join();
    const known = this.stateOfKey.get(key);
    if (known !== undefined) return known;
    if (this.placesOf.length >= MAX_STATES) {
      this.start = UNKNOWN;
      this.generation += 1;
      this.stateOfKey.clear();
      this.placesOf.length = 0;
      this.table.fill(UNKNOWN);
    }
    const state = this.placesOf.push(sorted) - 1;
    this.stateOfKey.set(key, state);
    return state;
  }
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}

/** Numbers the characters so that two which the expression never tells apart have the same number. */
function classesOf(places: readonly Place[]): Uint8Array {
  const sets = [...new Set(places.flatMap((place) => place.accepts ?? []))];
  const numbers = new Map<string, number>();
  const classOf = new Uint8Array(BEYOND_ASCII + 1);
  for (let code = 0; code <= BEYOND_ASCII; code += 1) {
    const signature = sets.map((set) => set[code]).join('');
    const number = numbers.get(signature) ?? numbers.size;
    numbers.set(signature, number);
    classOf[code] = number;
  }
  return classOf;
}
