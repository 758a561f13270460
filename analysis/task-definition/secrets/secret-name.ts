/** The three names that Security Hub ECS.8 looks for. */
const NAMED_BY_AWS: ReadonlySet<string> = new Set([
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'ECS_ENGINE_AUTH_DATA',
]);

const SECRET_WORDS: readonly string[] = [
  'PASSWORD',
  'PASSWD',
  'PASSPHRASE',
  'PWD',
  'SECRET',
  'SECRETS',
  'TOKEN',
  'APIKEY',
  'API_KEY',
  'ACCESS_KEY',
  'PRIVATE_KEY',
  'SIGNING_KEY',
  'ENCRYPTION_KEY',
  'MASTER_KEY',
  'CREDENTIAL',
  'CREDENTIALS',
  'HTPASSWD',
  'CONNECTION_STRING',
];

/** Last words that make a name speak about a secret and not hold one: `TOKEN_URL`, `PASSWORD_FILE`. */
const ABOUT_A_SECRET: ReadonlySet<string> = new Set(
  'ARN BUCKET COUNT DIR ENABLED ENDPOINT EXPIRY FILE HASH_ROUNDS HEADER ID ISSUER LENGTH LIFETIME MODE NAME PATH PREFIX PROVIDER REGION REQUIRED SECONDS SERVICE SIZE TIMEOUT TTL TYPE URI URL VERSION'.split(
    ' ',
  ),
);

/**
 * Does a variable's name say that its value is a secret?
 *
 * @example isSecretName('dbPassword') // true
 * @example isSecretName('TOKEN_URL') // false
 */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
  const snake = words.join('_');
  if (NAMED_BY_AWS.has(snake)) return true;
  if (ABOUT_A_SECRET.has(words.at(-1) ?? '')) return false;
  const padded = `_${snake}_`;
  return SECRET_WORDS.some((word) => padded.includes(`_${word}_`));
}
