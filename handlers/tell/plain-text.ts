import { maskText } from './mask-secrets';

/** Control characters and the marks that turn the direction of text: both can make a message say something else. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text from a record on one line: what cannot be seen becomes a question mark, secrets are masked, the rest is cut. */
export function plainText(text: string, most = 300): string {
  const safe = maskText(text).replace(UNSAFE, '?');
  return safe.length <= most ? safe : `${safe.slice(0, most - 1)}…`;
}

/** What an SNS subject may hold: printable ASCII, at most 100 characters. */
export function asciiSubject(text: string): string {
  const ascii = plainText(text, 1_000)
    .replace('…', '...')
    .replace(/[^\x20-\x7e]/g, '?')
    .trimStart();
  return ascii.length <= 100 ? ascii : `${ascii.slice(0, 97)}...`;
}
