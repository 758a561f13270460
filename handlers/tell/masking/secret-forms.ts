/** What of a match may stay is its first group. */
type Form = readonly [pattern: RegExp, isSecret?: (found: string) => boolean];

/**
 * Secrets that can be known by their form, wherever they stand. Each pattern takes time in proportion to the text:
 * whatever it begins to match is either taken or ends at the next character of another kind.
 */
const FORMS: readonly Form[] = [
  [
    /()-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  ],
  [/()(?<![\w.-])[\w-]+(?:\.[\w-]+)+\.?/g, isWebToken],
  [
    /()\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abeprs]-[\w-]{10,}|xapp-[\w-]{10,}|[sr]k_live_\w{10,}|sk-[\w-]{20,}|AIza[\w-]{30,}|glpat-[\w-]{15,}|npm_\w{20,}|dckr_pat_[\w-]{15,}|pypi-[\w-]{20,}|hv[sb]\.[\w-]{20,}|SG\.[\w-]{10,}\.[\w-]{10,})/g,
  ],
  [/(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/]+/g],
  [/(:\/\/[^\s/:@"']{0,256}:)[^\s/@"']{1,1024}(?=@)/g],
  // `https://token@host`; whoever has no password there is a user such as `git`.
  [/(:\/\/)(?=[^\s/:@"']{0,256}\d)[^\s/:@"']{8,256}(?=@)/g],
  // Oracle's `user/password@host`, the lines of ~/.pgpass, SQL, and what a shell is given instead of a file.
  [/((?:thin:|sqlplus )[^\s/@"']{1,128}\/)[^\s@"']{1,256}(?=@)/g],
  [/((?<![\w.-])[\w.-]{1,255}:\d{2,5}:[^\s:"']{1,128}:[^\s:"']{1,128}:)[^\s"']+/g],
  [/(\b(?:identified\s{1,8}by|password)\s{1,8}\\{0,7}["'])[^"'\n\\]{1,1024}/gi],
  [/(<<<\s{0,8}["']?)[^\s"']+/g],
  [/(\bbearer[^\S\n]{1,16})[\w.~+/=-]+/gi],
  [/(\bbasic[^\S\n]{1,16})(?=[\w+/]{0,512}[A-Z\d])[\w+/]{8,512}={0,2}/g],
  // Session tokens and other long base64; task ids and digests are hexadecimal.
  [/()(?<![\w/+=])(?=[\w/+=]*[A-Z])(?=[\w/+=]*[a-z])[A-Za-z0-9/+]{100,}={0,2}/g],
  // A secret access key: forty characters of base64 with capitals, small letters and digits.
  [/()(?<![\w/+=])(?=[\w/+]*[A-Z])(?=[\w/+]*[a-z])(?=[\w/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+=])/g],
];

/** Names of members, numbers, IPv4 addresses: no form is as short as this without a sign that is not here. */
const PLAIN_WORD = /^[\w.]{0,17}$/;

/** A short word that by itself is no secret, whatever it says; most texts of an event are one, so no form is looked for. */
export function isPlainWord(text: string): boolean {
  return PLAIN_WORD.test(text);
}

/** The text with what looks like a secret masked. */
export function maskForms(text: string, mask: string): string {
  if (isPlainWord(text)) return text;
  return FORMS.reduce(
    (masked, [pattern, isSecret = () => true]) =>
      masked.replace(pattern, (found: string, kept: string) => (isSecret(found) ? `${kept}${mask}` : found)),
    text,
  );
}

/** Three parts of base64, the first of which is JSON: `eyJ` is `{"`. */
function isWebToken(words: string): boolean {
  const parts = words.split('.');
  return parts.some(
    (part, at) =>
      part.length >= 11 && part.includes('eyJ') && (parts[at + 1] ?? '').length >= 8 && at + 2 < parts.length,
  );
}
