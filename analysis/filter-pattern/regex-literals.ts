import type { RegexAlternative, RegexTree } from './regex';

/** Shorter pieces are in almost every text, and looking for them only costs time. */
export const MIN_LITERAL_LENGTH = 3;

/**
 * Pieces of text of which every match holds at least one, for a quick look before the expression itself; undefined
 * where there are none of use.
 *
 * @example
 * // container[DO].*stratum|nc -e gives ['container', 'nc -e']
 */
export function requiredLiterals(tree: RegexTree): readonly string[] | undefined {
  const longest = tree.map(longestLiteral);
  if (longest.some((literal) => literal.length < MIN_LITERAL_LENGTH)) return undefined;
  const different = [...new Set(longest)];
  return different.filter((one) => !different.some((other) => other !== one && one.includes(other)));
}

function longestLiteral({ atoms }: RegexAlternative): string {
  let longest = '';
  let current = '';
  for (const { accepts, min, max } of atoms) {
    const code = accepts.indexOf(1);
    const isOneCharacter = code !== -1 && code < 128 && code === accepts.lastIndexOf(1);
    current = isOneCharacter && min === 1 && max === 1 ? current + String.fromCharCode(code) : '';
    if (current.length > longest.length) longest = current;
  }
  return longest;
}
