import type { JsonValue } from '../../records/cloudtrail-record';

const MASK = '[masked]';

/** Members that hold a secret, by their name … */
const SECRET_NAME =
  /pass(?:word|wd|phrase|code)|secret|token|private.?key|credential|authorization|api.?key/i;
/** … unless they only say which one. */
const REFERENCE_NAME = /(?:id|arn|name|type|version|stage|stages|description|count|days)$/i;

/** Secrets that can be known by their form, wherever they stand. The first group is what may stay. */
const FORMS: readonly RegExp[] = [
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /()\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /()\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abeprs]-[\w-]{10,}|[sr]k_live_\w{10,}|AIza[\w-]{30,}|glpat-[\w-]{15,})/g,
  /(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g,
  /(\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi,
  // The name of a secret in its ARN is no secret: whoever acts must know which one was read.
  /(?<!:secretsmanager:[\w-]*:\d*:)((?:pass(?:word|wd|phrase)?|secret(?:[_-]?access)?(?:[_-]?key)?|token|api[_-]?key|private[_-]?key|credentials?)["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi,
  /(--?(?:pass(?:word|wd|phrase)?|secret|token|api-?key)[ =]+)(?:"[^"]*"|'[^']*'|\S+)/gi,
  /(\b(?:mysql|mysqldump|mariadb|mysqladmin)\b[^\n]*?\s-p)[^\s"',]+/g,
  // Session tokens and other long base64; task ids and digests are hexadecimal.
  /()(?<![\w/+=])(?=[\w/+=]*[A-Z])(?=[\w/+=]*[a-z])[A-Za-z0-9/+]{100,}={0,2}/g,
  // A secret access key: forty characters of base64 with capitals, small letters and digits.
  /()(?<![\w/+=])(?=[\w/+]*[A-Z])(?=[\w/+]*[a-z])(?=[\w/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+=])/g,
];

/** Text with everything masked that looks like a secret. Access key ids stay: whoever acts needs them. */
export function maskText(text: string): string {
  return FORMS.reduce(
    (masked, form) => masked.replace(form, (_found, kept: string) => `${kept}${MASK}`),
    text,
  );
}

/**
 * JSON with its secrets masked: by the names of members, by form, and the values of every environment variable,
 * since nobody knows which of them is one.
 */
export function maskSecrets(value: JsonValue | undefined): JsonValue | undefined {
  return mask(value, '');
}

function mask(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value === 'string') return isSecretName(name) && value !== '' ? MASK : maskText(value);
  if (Array.isArray(value)) {
    const isEnvironment = /^environment$/i.test(name);
    return value.map((item) => {
      const masked = mask(item, name) ?? null;
      return isEnvironment && isVariable(item) ? { ...(masked as object), value: MASK } : masked;
    });
  }
  if (typeof value !== 'object' || value === null) return value;
  const isVariables = /^(?:variables|environmentvariables)$/i.test(name);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      isVariables && typeof item === 'string' ? MASK : mask(item, key),
    ]),
  );
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !REFERENCE_NAME.test(name);
}

function isVariable(item: JsonValue): boolean {
  return typeof item === 'object' && item !== null && !Array.isArray(item) && 'value' in item;
}
