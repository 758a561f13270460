import { Cursor } from './cursor';
import { parseJson } from './json-grammar';
import type { PatternTree } from './pattern-tree';
import { parseSpaceDelimited } from './space-delimited-grammar';
import { parseTerms } from './terms';

/**
 * Reads a filter pattern of any kind: `{ … }` is JSON, `[ … ]` space-delimited, everything else terms.
 *
 * @throws FilterPatternError
 */
export function parsePatternTree(text: string): PatternTree {
  const cursor = new Cursor(text);
  const opening = text.trimStart().charAt(0);
  if (opening === '{') return parseJson(cursor);
  if (opening === '[') return parseSpaceDelimited(cursor);
  return parseTerms(cursor);
}
