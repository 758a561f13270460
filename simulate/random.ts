import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded randomness with the words that a simulation needs; the same seed gives the same values anywhere. */
export interface Random {
  /** A whole number, both ends included. */
  int(from: number, to: number): number;
  /** A number, `to` excluded. */
  float(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** A gap between events that happen independently, `mean` on average. */
  gap(mean: number): number;
  /** `length` characters out of `alphabet`. */
  text(length: number, alphabet: string): string;
  hex(length: number): string;
  uuid(): string;
  /** An independent stream, named, so that drawing more from one never moves another. */
  fork(name: string): Random;
}

/** Gives the stream of one seed (any safe integer). */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(scramble(seed));
  // The first values of neighbouring seeds resemble each other.
  for (let skipped = 0; skipped < 32; skipped++) generator.next();

  const random: Random = {
    int: (from, to) => uniformInt(generator, from, to),
    float: (from, to) => from + uniformFloat64(generator) * (to - from),
    chance: (probability) => uniformFloat64(generator) < probability,
    pick: <T>(choices: readonly T[]): T => {
      if (choices.length === 0) throw new RangeError('nothing to pick from: the list of choices is empty');
      return choices[uniformInt(generator, 0, choices.length - 1)] as T;
    },
    gap: (mean) => -Math.log(1 - uniformFloat64(generator)) * mean,
    text: (length, alphabet) => {
      let text = '';
      for (let i = 0; i < length; i++) text += alphabet.charAt(uniformInt(generator, 0, alphabet.length - 1));
      return text;
    },
    hex: (length) => random.text(length, '0123456789abcdef'),
    uuid: () => {
      const variant = random.pick(['8', '9', 'a', 'b']);
      return `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-${variant}${random.hex(3)}-${random.hex(12)}`;
    },
    fork: (name) => createRandom(scramble(seed) ^ hash(name)),
  };
  return random;
}

/** Folds a safe integer into 32 bits without losing its upper half. */
function scramble(seed: number): number {
  return hash(String(seed));
}

/** Taken once: where the global object is not Node's own, as in tests, a look-up costs more than the product. */
const { imul } = Math;

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}
