/** Words that name a secret: of members, variables, headers, parameters and options. */
export const SECRET_WORDS =
  'pass(?:word|wd|phrase|code)?|pwd|secret|token|private[_-]?key|credential|authorization|api[_-]?key|access[_-]?key|account[_-]?key|signing[_-]?key|encryption[_-]?key|master[_-]?key|cookie|bearer|signature';

/** Short words, which say secret only as the last part of a name: `DB_PW`, `?sig=`, `--auth`. */
const LAST_PARTS: ReadonlySet<string> = new Set(['pw', 'pin', 'otp', 'auth', 'sig']);
/** The same to search for, with keys. */
export const LAST_WORDS = `(?<![a-z])(?:${[...LAST_PARTS].join('|')})(?![a-z])|key(?![a-z])`;

const SECRET_NAME = new RegExp(SECRET_WORDS, 'i');
/** An access key's id is what whoever acts needs first. */
const KEY_ID = /access[_-]?key[_-]?id$/i;
/** Keys that open nothing: of tags and objects, of tables, and the public half of a pair. */
const PLAIN_KEYS: ReadonlySet<string> = new Set([
  '',
  'tag',
  'object',
  's3',
  'kms',
  'partition',
  'sort',
  'hash',
  'range',
  'primary',
  'foreign',
  'public',
  'cache',
  'routing',
]);

/** Members of events have the same few names; an answer is kept until the table is full, then all are forgotten. */
const ANSWERS = new Map<string, boolean>();
const MOST_ANSWERS = 1_024;
/** Longer texts are no names that come again. */
const LONGEST_KEPT = 48;

/** Does a name say that it holds a secret? `bypass` and `compass` do as well: too much masked does no harm. */
export function isSecretName(name: string): boolean {
  if (name.length > LONGEST_KEPT) return saysSecret(name);
  const known = ANSWERS.get(name);
  if (known !== undefined) return known;
  if (ANSWERS.size >= MOST_ANSWERS) ANSWERS.clear();
  const answer = saysSecret(name);
  ANSWERS.set(name, answer);
  return answer;
}

function saysSecret(name: string): boolean {
  if (KEY_ID.test(name)) return false;
  if (SECRET_NAME.test(name)) return true;
  // Names are short; of a longer text the end tells.
  const parts = name
    .slice(-80)
    .replace(/\W{1,8}$/, '')
    .replace(/([a-z])(?=[A-Z])/g, '$1_')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  const last = parts.at(-1) ?? '';
  if (LAST_PARTS.has(last)) return true;
  if (!last.endsWith('key')) return false;
  const before = last === 'key' ? (parts.at(-2) ?? '') : last.slice(0, -'key'.length);
  return !PLAIN_KEYS.has(before);
}
