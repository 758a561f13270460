/** What a byte outside of a string means to JSON. */
export const BLANK = 0;
export const NEWLINE = 1;
export const QUOTE = 2;
export const OPEN_OBJECT = 3;
export const CLOSE_OBJECT = 4;
export const OPEN_ARRAY = 5;
export const CLOSE_ARRAY = 6;
export const COMMA = 7;
export const COLON = 8;
/** Part of a number, or of true, false and null. */
export const LITERAL = 9;
export const ILLEGAL = 10;

/** The meaning of each byte. */
export const JSON_BYTES: Uint8Array = new Uint8Array(256).fill(ILLEGAL);

for (const [characters, meaning] of [
  [' \t\r', BLANK],
  ['\n', NEWLINE],
  ['"', QUOTE],
  ['{', OPEN_OBJECT],
  ['}', CLOSE_OBJECT],
  ['[', OPEN_ARRAY],
  [']', CLOSE_ARRAY],
  [',', COMMA],
  [':', COLON],
  ['0123456789+-.Eaeflnrstu', LITERAL],
] as const) {
  for (const character of characters) JSON_BYTES[character.charCodeAt(0)] = meaning;
}
