/** What a secret of a known kind looks like; each as its issuer documents it. */
const KNOWN_SECRETS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['an AWS access key id', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})/],
  ['a GitLab token', /\bglpat-[\w-]{20,}/],
  ['a Slack token', /\bxox[abprs]-[\w-]{10,}/],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{20,}/],
  ['a Google API key', /\bAIza[\w-]{35}/],
  ['a SendGrid key', /\bSG\.[\w-]{22}\.[\w-]{43}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}/],
  ['a JSON Web Token', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/],
  ['an Azure account key', /\bAccountKey=[A-Za-z0-9+/]{40,}/],
];

/** `scheme://user:password@host`, with something for a password. */
const URL_WITH_PASSWORD = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:([^\s/@]+)@/i;

/**
 * The kind of secret that stands in a text, by its known form.
 *
 * @example kindOfSecret('postgres://app:hunter2@db/app') // 'a URL with a password'
 */
export function kindOfSecret(text: string): string | undefined {
  const known = KNOWN_SECRETS.find(([, pattern]) => pattern.test(text));
  if (known !== undefined) return known[0];
  const password = URL_WITH_PASSWORD.exec(text)?.[1];
  return password !== undefined && isLiteral(password) ? 'a URL with a password' : undefined;
}

/** A variable of a shell or a template, an angle of documentation, an ARN, a path; `$2y$10$…` is a hash and none. */
const REFERENCE = /^(?:\$[A-Za-z_{(]|<|%|\{\{|\*+$|x+$|file:|arn:|\/[\w.-]{1,15}$|\/[\w.-]+(?:\/[\w.-]+)+$)/i;

/** Is it the secret itself, not a reference that the program or the template fills: `$PASSWORD`, `<token>`, `****`? */
export function isLiteral(value: string): boolean {
  return value !== '' && !REFERENCE.test(value) && !value.includes('${');
}
