import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { namedSecrets } from './masking/named-secrets';
import { isNameOfOne, isReadable } from './masking/readable-values';
import { secretArguments } from './masking/secret-arguments';
import { isPlainWord, maskForms } from './masking/secret-forms';
import { isSecretName } from './masking/secret-names';
import { shellWords } from './masking/shell-words';
import { replaceRanges, type TextRange } from './masking/text-range';

const MASK = '[masked]';

/** Members of AWS's requests that say which secret it is: these names as they are, with values of these shapes. */
const REFERENCES: ReadonlySet<string> = new Set([
  'secretId',
  'secretARN',
  'secretArn',
  'secretName',
  'secretVersionId',
  'credentialsParameter',
]);
const REFERENCE = /^(?:arn:[\w:/.@+=*-]{1,2048}|[\w/.@+=-]{1,512})$/;
/** What a member of `secrets` says where the secret is (`Secret` in the API reference of Amazon ECS). */
const OF_SECRETS: ReadonlySet<string> = new Set(['name', 'valueFrom', 'arn', 'id']);
const ENVIRONMENT = /^(?:environment|env|buildArgs)$/i;
const VARIABLES = /^(?:variables|environmentVariables\w*|environment|env|buildArgs)$/i;

/**
 * Text with everything masked that is named, passed or formed like a secret. Access key ids stay: whoever acts needs
 * them. Takes time in proportion to the text.
 */
export function maskText(text: string): string {
  // A name and its value, or a command and what it is given, are more than one word.
  if (isPlainWord(text)) return text;
  const ranges = [...namedSecrets(text), ...argumentsIn(text, MOST_DEPTH)];
  return maskForms(replaceRanges(text, ranges, MASK), MASK);
}

/** A command within a quoted text, `sh -c "…"` and JSON: so deep is looked. */
const MOST_DEPTH = 4;

/** `:"` in `"command":"…"`, and `--header="`. */
const BEFORE_QUOTED = /^[^\s"'`]{0,256}["'`]/;
const CLOSING_QUOTE = /\\{0,7}["'`]$/;

/** What is secret in the words of a text, and in those of the texts that are quoted in it. */
function argumentsIn(text: string, depth: number, offset = 0): readonly TextRange[] {
  const words = shellWords(text);
  const own = secretArguments(words).map(({ start, end }) => ({ start: start + offset, end: end + offset }));
  const quoted = depth === 0 ? [] : words.filter((word) => /\s/.test(word.text));
  return [
    ...own,
    ...quoted.flatMap(({ text: word, start }) => {
      const from = BEFORE_QUOTED.exec(word)?.[0].length ?? 0;
      const to = word.length - (CLOSING_QUOTE.exec(word.slice(-8))?.[0].length ?? 0);
      const inner = word.slice(from, to);
      return inner.length < text.length ? argumentsIn(inner, depth - 1, offset + start + from) : [];
    }),
  ];
}

/** How many values of a masked text were masked. */
export function countMasked(text: string): number {
  return text.split(MASK).length - 1;
}

/**
 * JSON with its secrets masked: by the names of members, by form, in the words of commands, and the values of every
 * environment variable, since nobody knows which of them is one.
 */
export function maskSecrets(value: JsonValue | undefined): JsonValue | undefined {
  return mask(value, '', false);
}

/** @param isHeld whether a member around this one says secret */
function mask(value: JsonValue | undefined, name: string, isHeld: boolean): JsonValue | undefined {
  if (typeof value === 'string') return maskMember(value, name, isHeld);
  if (typeof value === 'number') return isSecretName(name) ? MASK : value;
  if (Array.isArray(value)) return maskList(value, name, isHeld);
  if (typeof value !== 'object' || value === null) return value;
  const areVariables = VARIABLES.test(name);
  const isSecret = isHeld || isSecretName(name);
  // Observables of OCSF have a `type_id`, and names and values that are no parameters.
  const isPair = !('type_id' in value) && Object.keys(value).some((key) => NAME_OF_PAIR.test(key));
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, item]) => {
      const isText = typeof item === 'string' || typeof item === 'number';
      const isHidden = areVariables || (isPair && VALUE_OF_PAIR.test(key) && !SWITCH.test(String(item)));
      return [maskForms(key, MASK), isText && isHidden ? MASK : mask(item, key, isSecret)];
    }),
  );
}

/** A parameter, whatever it is called: `{"name":"/prod/db","value":"…"}`. */
const NAME_OF_PAIR = /^(?:name|parameterKey|parameterName)$/i;
const VALUE_OF_PAIR = /^(?:value|parameterValue)$/i;
/** What a setting is turned to, `{"name":"containerInsights","value":"disabled"}`, is what the record is about. */
const SWITCH = /^(?:enabled|enhanced|disabled|on|off|true|false)?$/i;

function maskMember(text: string, name: string, isHeld: boolean): string {
  if (text === '') return text;
  if (isReadable(text) || (!isHeld && isNameOfOne(name, text))) return maskForms(text, MASK);
  const isReference = REFERENCES.has(name) || (isHeld && OF_SECRETS.has(name));
  if (isReference && REFERENCE.test(text)) return maskForms(text, MASK);
  return isHeld || isSecretName(name) ? MASK : maskText(text);
}

function maskList(items: readonly JsonValue[], name: string, isHeld: boolean): JsonValue {
  const words = maskedWords(items);
  const isEnvironment = ENVIRONMENT.test(name);
  return items.map((item, at) => {
    if (
      isEnvironment &&
      typeof item === 'object' &&
      item !== null &&
      !Array.isArray(item) &&
      'value' in item
    ) {
      return { ...(mask(item, '', isHeld) as object), value: MASK };
    }
    const word = words?.[at];
    return mask(word ?? item, name, isHeld) ?? null;
  });
}

/** The words of a command, as ECS writes them, each looked at beside the one before; undefined for other lists. */
function maskedWords(items: readonly JsonValue[]): readonly string[] | undefined {
  if (!items.every((item) => typeof item === 'string')) return undefined;
  const found = new Map(
    secretArguments(
      items.map((text, start) => ({ text, start: start * SPREAD, end: start * SPREAD + text.length })),
      true,
    ).map(({ start }) => [Math.floor(start / SPREAD), start % SPREAD] as const),
  );
  const keyFrom = items.findIndex((text) => text.includes('-----BEGIN'));
  const isKey = keyFrom >= 0 && PRIVATE_KEY.test(items.slice(keyFrom, keyFrom + KEY_WORDS).join(' '));
  return items.map((text, at) => {
    if (isKey && at >= keyFrom) return MASK;
    const from = found.get(at);
    return from === undefined ? text : `${text.slice(0, from)}${MASK}`;
  });
}

/** The heading of a key that was cut into words; all from there on is the key. */
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY/;
const KEY_WORDS = 6;
/** Words of a list have no place in a text: each gets one of its own, further apart than any word is long. */
const SPREAD = 2 ** 24;
