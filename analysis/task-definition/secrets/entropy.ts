/**
 * Bits a character from which a text counts as random. The limits of detect-secrets, whose defaults they are:
 * 4.5 for base64 and 3.0 for hexadecimal digits.
 */
const RANDOM_BASE64 = 4.5;
const RANDOM_HEX = 3;
/** Of what a text of its length can have at most: a random base64 text of 24 characters has about 94 %. */
const RANDOM_SHARE = 0.88;
const SHORTEST_BASE64 = 20;
const SHORTEST_HEX = 32;

/** Names of variables that hold long random-looking text which is public. */
const PUBLIC_NAME =
  /(?:COMMIT|DIGEST|ETAG|FINGERPRINT|HASH|PUBLIC|REVISION|SHA\d*|CHECKSUM|UUID|TRACE|_ID$)/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Does a variable's value look like a random token, though neither its name nor its form says so?
 * Addresses, ARNs, paths, UUIDs, digests and what has blanks do not.
 */
export function looksRandom(name: string, value: string): boolean {
  if (PUBLIC_NAME.test(name) || UUID.test(value) || /[\s:]|\/\/|^\/|\$\{|\.\w{2,}$/.test(value)) return false;
  if (/^[0-9a-f]+$/i.test(value)) return value.length >= SHORTEST_HEX && entropyBits(value) >= RANDOM_HEX;
  if (value.length < SHORTEST_BASE64 || !/^[\w+/=-]+$/.test(value)) return false;
  // Words joined by signs have letters of one case and few digits; tokens mix all three.
  if (!(/[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value))) return false;
  const limit = Math.min(RANDOM_BASE64, RANDOM_SHARE * Math.log2(value.length));
  return entropyBits(value) >= limit;
}

/** Shannon's entropy of the characters, bits a character. */
export function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const length = [...text].length;
  return [...counts.values()].reduce((bits, count) => bits - (count / length) * Math.log2(count / length), 0);
}
