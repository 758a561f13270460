/** `*` is any text, `?` any one character. */
export type Wildcard = 'any' | 'one';

/** A text of a Sigma rule: pieces that are meant literally, and wildcards between them. */
export type SigmaText = readonly (string | { readonly wildcard: Wildcard })[];

export const ANY: SigmaText = [{ wildcard: 'any' }];

/**
 * Reads a value as Sigma writes it: `*` and `?` are wildcards, `\*`, `\?` and `\\` the characters; a backslash before
 * anything else is itself.
 */
export function parseSigmaText(written: string): SigmaText {
  const pieces: (string | { readonly wildcard: Wildcard })[] = [];
  let literal = '';
  const flush = () => {
    if (literal !== '') pieces.push(literal);
    literal = '';
  };
  for (let at = 0; at < written.length; at += 1) {
    const character = written[at] as string;
    const next = written[at + 1];
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at += 1;
    } else if (character === '*' || character === '?') {
      flush();
      const wildcard = character === '*' ? 'any' : 'one';
      const last = pieces.at(-1);
      // Two stars side by side say no more than one.
      if (wildcard === 'any' && typeof last === 'object' && last.wildcard === 'any') continue;
      pieces.push({ wildcard });
    } else {
      literal += character;
    }
  }
  flush();
  return pieces;
}

/** The same text as a rule writes it. */
export function renderSigmaText(text: SigmaText): string {
  return text
    .map((piece) =>
      typeof piece === 'string'
        ? piece.replace(/[\\*?]/g, (character) => `\\${character}`)
        : piece.wildcard === 'any'
          ? '*'
          : '?',
    )
    .join('');
}

/** Joins texts; wildcards that meet become one. */
export function concatText(...texts: readonly SigmaText[]): SigmaText {
  return parseSigmaText(texts.map(renderSigmaText).join(''));
}

/** The literal text, where there is no wildcard in it. */
export function literalOf(text: SigmaText): string | undefined {
  if (text.length === 0) return '';
  const [only] = text;
  return text.length === 1 && typeof only === 'string' ? only : undefined;
}

/** Without wildcards at its ends: what stands between, if that is literal, and where it is open. */
export function openEnds(
  text: SigmaText,
): { readonly literal: string; readonly before: boolean; readonly behind: boolean } | undefined {
  const isAny = (piece: SigmaText[number] | undefined) =>
    typeof piece === 'object' && piece.wildcard === 'any';
  const before = isAny(text[0]);
  const behind = text.length > 1 && isAny(text.at(-1));
  const literal = literalOf(text.slice(before ? 1 : 0, behind ? -1 : undefined));
  return literal === undefined ? undefined : { literal, before, behind };
}

/**
 * A test of whole texts. Time grows with the length of text and rule, never faster: a star takes the shortest text
 * after which the next piece fits, and is not tried again.
 */
export function compileSigmaText(text: SigmaText, isCased: boolean): (value: string) => boolean {
  const fold = (value: string) => (isCased ? value : value.toLowerCase());
  const literal = literalOf(text);
  if (literal !== undefined) {
    const wanted = fold(literal);
    return isCased ? (value) => value === wanted : (value) => sameFolded(value, wanted);
  }
  const ends = openEnds(text);
  if (ends !== undefined) {
    const wanted = fold(ends.literal);
    if (ends.before && ends.behind) return (value) => fold(value).includes(wanted);
    if (ends.before) return (value) => fold(value).endsWith(wanted);
    return (value) => fold(value).startsWith(wanted);
  }
  const segments = segmentsOf(text, fold);
  return (value) => fitsSegments(segments, fold(value));
}

const sameFolded = (value: string, wanted: string) => value === wanted || value.toLowerCase() === wanted;

/** Characters, undefined for any one; a star lies between two segments. */
type Segment = readonly (string | undefined)[];

function segmentsOf(text: SigmaText, fold: (value: string) => string): readonly Segment[] {
  const segments: (string | undefined)[][] = [[]];
  for (const piece of text) {
    if (typeof piece === 'string') segments.at(-1)?.push(...fold(piece).split(''));
    else if (piece.wildcard === 'one') segments.at(-1)?.push(undefined);
    else segments.push([]);
  }
  return segments;
}

function fitsSegments(segments: readonly Segment[], value: string): boolean {
  const first = segments[0] as Segment;
  const last = segments.at(-1) as Segment;
  if (!fitsAt(first, value, 0)) return false;
  if (segments.length === 1) return value.length === first.length;
  let at = first.length;
  for (const segment of segments.slice(1, -1)) {
    while (at + segment.length <= value.length && !fitsAt(segment, value, at)) at += 1;
    if (at + segment.length > value.length) return false;
    at += segment.length;
  }
  const begin = value.length - last.length;
  return begin >= at && fitsAt(last, value, begin);
}

function fitsAt(segment: Segment, value: string, at: number): boolean {
  if (at + segment.length > value.length) return false;
  return segment.every((character, index) => character === undefined || character === value[at + index]);
}
