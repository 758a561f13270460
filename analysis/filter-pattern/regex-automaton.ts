import { BEYOND_ASCII, type CharacterSet } from './character-set';
import { Cursor } from './cursor';
import type { RegexValue } from './pattern-tree';
import { countOf, parseRegex, type RegexTree } from './regex';

/** Where the expression can stand: before its n-th character, which it may take again or leave out. */
interface Place {
  readonly accepts: CharacterSet | undefined;
  readonly repeats: boolean;
  readonly optional: boolean;
  /** Set on the place after an alternative's last character: the match is complete, or is if the text ends. */
  readonly done: 'here' | 'at-end' | undefined;
}

/** A set of places that the text read so far has led to; successors are worked out when they are first needed. */
interface State {
  readonly places: readonly number[];
  readonly isMatch: boolean;
  readonly isMatchAtEnd: boolean;
  readonly successors: (State | undefined)[];
}

/** States are forgotten when there are this many, so that hostile text costs time, never memory. */
const MAX_STATES = 500;

/**
 * Turns a regular expression into a function that says whether a text holds a match. It reads each character once,
 * whatever the text (a JavaScript RegExp looks back, and takes the square of the length or more for some).
 */
export function compileRegex(value: RegexValue): (text: string) => boolean {
  return new RegexAutomaton(parseRegex(new Cursor(`${value.source}%`))).test;
}

class RegexAutomaton {
  private readonly places: Place[] = [];
  private readonly beginsAnywhere: readonly number[];
  private readonly classOf: Uint8Array;
  private readonly start: State;
  private readonly states = new Map<string, State>();

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
    this.beginsAnywhere = beginsAnywhere;
    this.classOf = classesOf(this.places);
    this.start = this.stateOf(begins);
  }

  readonly test = (text: string): boolean => {
    let state = this.start;
    for (let i = 0; i < text.length && !state.isMatch; i += 1) {
      const code = text.charCodeAt(i);
      // A character beyond the basic plane is two code units; `.` takes it as one.
      if (code >= 0xd800 && code < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) i += 1;
      const characterClass = this.classOf[Math.min(code, BEYOND_ASCII)] as number;
      state = state.successors[characterClass] ?? this.follow(state, characterClass);
    }
    return state.isMatch || state.isMatchAtEnd;
  };

  private follow(state: State, characterClass: number): State {
    const code = this.classOf.indexOf(characterClass);
    const reached = [...this.beginsAnywhere];
    for (const index of state.places) {
      const place = this.places[index];
      if (place?.accepts?.[code] !== 1) continue;
      if (place.repeats) reached.push(index);
      reached.push(index + 1);
    }
    const next = this.stateOf(reached);
    state.successors[characterClass] = next;
    return next;
  }

  private stateOf(reached: readonly number[]): State {
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
    const key = sorted.join();
    const known = this.states.get(key);
    if (known !== undefined) return known;
    if (this.states.size >= MAX_STATES) {
      this.states.clear();
      this.start.successors.length = 0;
    }
    const done = sorted.map((index) => this.places[index]?.done);
    const isMatch = done.includes('here');
    const isMatchAtEnd = done.includes('at-end');
    const state: State = { places: sorted, isMatch, isMatchAtEnd, successors: [] };
    this.states.set(key, state);
    return state;
  }
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
