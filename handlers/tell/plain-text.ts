import { maskText } from './mask-secrets';

/**
 * What cannot be seen and yet changes what is read: control characters (C0, C1), format characters (marks that turn
 * the direction of text, joiners, tags), private use, halves of surrogate pairs, line and paragraph separators.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** More than any line shows; the rest of a longer text is not looked at. */
const MOST_LOOKED_AT = 65_536;

/** Text from a record on one line: what cannot be seen becomes a question mark, secrets are masked, the rest is cut. */
export function plainText(text: string, most = 300): string {
  return shownText(maskText(text.slice(0, MOST_LOOKED_AT)), most);
}

/** The same of a text in which nothing is to be masked: our own, or one that was masked member by member. */
export function shownText(text: string, most = 300): string {
  return cutText(text.slice(0, MOST_LOOKED_AT).replace(UNSAFE, '?'), most);
}

/** The text with at most so many UTF-16 units, the last of which says that there were more; no character is halved. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** JSON with the characters escaped that cannot be seen: it means the same, and a terminal does nothing with it. */
export function visibleJson(json: string): string {
  return json.replace(UNSAFE, (found) =>
    found === '\n' ? found : [...Array(found.length).keys()].map((at) => unitOf(found, at)).join(''),
  );
}

function unitOf(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
}

/**
 * What an SNS subject may hold: printable ASCII, "less than 100 characters long" ("Publish" in the API reference).
 * Texts from records come masked.
 */
export function asciiSubject(text: string): string {
  const ascii = shownText(text, 1_000)
    .replace('…', '...')
    .replace(/[^\x20-\x7e]/g, '?')
    .trimStart();
  return ascii.length < 100 ? ascii : `${ascii.slice(0, 96)}...`;
}
