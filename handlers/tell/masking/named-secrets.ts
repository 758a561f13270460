import { isReadable, isWithinReference } from './readable-values';
import { isSecretName, LAST_WORDS, SECRET_WORDS } from './secret-names';
import { closingOf } from './shell-words';
import type { TextRange } from './text-range';

/** A name that says secret, with what else belongs to the name. Names are short, so that a search never goes far. */
const NAME = new RegExp(
  `(?:${SECRET_WORDS})[\\w.-]{0,64}|${LAST_WORDS}|(?<!\\w)(?:parameter)?value(?!\\w)`,
  'gi',
);
/** Between name and value, as in `NAME=`, `"name": `, `name: `, `name => `, `<name>`, in a URL, and over a line's end. */
const SEPARATOR =
  /(?:\\{0,7}["'`])?[^\S\n]{0,64}(?:=>|:=|[=:]|>(?=[^\s<])|%3[da]|\\{1,7}u003[da])(?:[^\S\n]{0,64}(?:\r?\n[^\S\n]{1,64})?(?:\\{1,7}[tnr]){0,4})/iy;
const QUOTE = /\\{0,7}["'`]/y;
const BARE_VALUE = /[^\s"'`&\\<]+/y;
const SCHEME = /(?:bearer|basic|digest|negotiate|token|apikey|aws4-hmac-sha256)[^\S\n]{1,16}/iy;
/** Headers that have several parts, some in quotes: all of the line is theirs. */
const HEADER = /authorization|cookie/i;
const HEADER_VALUE = /(?:[^\n"'`\\]|(?<==)"[^"\n\\]{0,1024}"|(?<==)\\{1,7}"[^"\n\\]{0,1024}\\{1,7}")+/y;
/** The values of name and value in one text, `{"name":"STAGE","value":"…"}`, are as secret as in an environment. */
const VALUE = /^(?:parameter)?value$/i;
/** What ECS calls the list of names and ARNs: what it says is where the secrets are. */
const LIST_OF_REFERENCES = /^secrets$/i;
/** Looked at of a list or an object that a name says secret of. */
const MOST_HELD = 4_096;

/** The values that stand after a name that says secret: `PASSWORD="two words"`, `{"token":"a\"b"}`, `Cookie: a`. */
export function namedSecrets(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  const unclosed = new Set<string>();
  NAME.lastIndex = 0;
  for (let match = NAME.exec(text); match !== null; match = NAME.exec(text)) {
    const name = trimmed(match[0]);
    const after = match.index + name.length;
    NAME.lastIndex = after;
    if (!isNameOfSecret(text, match.index, name)) continue;
    const held = heldAfter(text, after);
    if (held !== undefined) {
      if (LIST_OF_REFERENCES.test(wordBefore(text, match.index) + name)) continue;
      found.push(...valuesIn(text, held));
      NAME.lastIndex = held.end;
      continue;
    }
    const value = valueAfter(text, after, HEADER.test(name), unclosed);
    if (
      value === undefined ||
      isReadable(text.slice(value.start, Math.min(value.end, value.start + 2_100)))
    ) {
      continue;
    }
    found.push(value);
    NAME.lastIndex = value.end;
  }
  return found;
}

/** A full stop or a dash at the end is no part of a name. */
function trimmed(name: string): string {
  return name.replace(/[.-]{1,64}$/, '');
}

/** The name of a secret in its ARN is no secret: whoever acts must know which one was read. */
function isNameOfSecret(text: string, at: number, name: string): boolean {
  if (name.toLowerCase() === 'secretsmanager') return false;
  if (VALUE.test(name)) return true;
  if (text[at + name.length] === ':' && isWithinReference(text, at)) return false;
  return isSecretName(wordBefore(text, at) + name);
}

function wordBefore(text: string, at: number): string {
  return /\w{0,32}$/.exec(text.slice(Math.max(0, at - 32), at))?.[0] ?? '';
}

function valueAfter(
  text: string,
  at: number,
  isHeader: boolean,
  unclosed: Set<string>,
): TextRange | undefined {
  const separator = matchAt(SEPARATOR, text, at);
  if (separator === undefined) return undefined;
  let start = at + separator.length;
  const quote = matchAt(QUOTE, text, start);
  const closing =
    quote === undefined || unclosed.has(quote) ? -1 : closingOf(text, start + quote.length, quote);
  if (quote !== undefined) {
    if (closing < 0) unclosed.add(quote);
    start += quote.length;
    const scheme = matchAt(SCHEME, text, start) ?? '';
    const end = closing < 0 ? text.length : closing;
    return { start: start + scheme.length, end };
  }
  start += matchAt(SCHEME, text, start)?.length ?? 0;
  const bare = matchAt(isHeader ? HEADER_VALUE : BARE_VALUE, text, start);
  return bare === undefined || /^[[{]{1,8}$/.test(bare) ? undefined : { start, end: start + bare.length };
}

/** The list or object of JSON that stands after a name, as far as the text goes. */
function heldAfter(text: string, at: number): TextRange | undefined {
  const separator = matchAt(SEPARATOR, text, at);
  if (separator === undefined) return undefined;
  const start = at + separator.length;
  if (!/^[[{](?:[[{]|\s{0,8}\\{0,7}["'])/.test(text.slice(start, start + 24))) return undefined;
  let depth = 0;
  const last = Math.min(text.length, start + MOST_HELD);
  for (let end = start; end < last; end += 1) {
    const char = text[end] as string;
    if (char === '[' || char === '{') depth += 1;
    if (char === ']' || char === '}') depth -= 1;
    if (depth === 0) return { start, end: end + 1 };
  }
  return { start, end: last };
}

/** The values in JSON, without the names of its members; of a text that was cut the last one is not closed. */
function valuesIn(text: string, { start, end }: TextRange): readonly TextRange[] {
  const json = text.slice(start, end);
  const found: TextRange[] = [];
  for (let at = 0; at < json.length; ) {
    const quote = matchAt(QUOTE, json, at);
    if (quote === undefined) {
      at += 1;
      continue;
    }
    const from = at + quote.length;
    const closing = closingOf(json, from, quote);
    const to = closing < 0 ? json.length : closing;
    at = closing < 0 ? json.length : closing + quote.length;
    const isMember = /^\s{0,8}:/.test(json.slice(at, at + 9));
    if (!isMember && to > from && !isReadable(json.slice(from, to))) {
      found.push({ start: start + from, end: start + to });
    }
  }
  for (const { index, 0: number } of json.matchAll(/(?<=[:,[]\s{0,8})\d{1,32}(?=[\s,\]}])/g)) {
    found.push({ start: start + index, end: start + index + number.length });
  }
  return found;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
