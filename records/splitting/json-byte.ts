/** What a byte outside of a string can mean to JSON. `LITERAL` is part of a number or of true, false and null. */
export const JSON_BYTE = {
  BLANK: 0,
  NEWLINE: 1,
  QUOTE: 2,
  OPEN_OBJECT: 3,
  CLOSE_OBJECT: 4,
  OPEN_ARRAY: 5,
  CLOSE_ARRAY: 6,
  COMMA: 7,
  COLON: 8,
  LITERAL: 9,
  ILLEGAL: 10,
} as const;

/** The meaning of each byte. */
export const MEANING_OF_BYTE: Uint8Array = new Uint8Array(256).fill(JSON_BYTE.ILLEGAL);

for (const [characters, meaning] of [
  [' \t\r', JSON_BYTE.BLANK],
  ['\n', JSON_BYTE.NEWLINE],
  ['"', JSON_BYTE.QUOTE],
  ['{', JSON_BYTE.OPEN_OBJECT],
  ['}', JSON_BYTE.CLOSE_OBJECT],
  ['[', JSON_BYTE.OPEN_ARRAY],
  [']', JSON_BYTE.CLOSE_ARRAY],
  [',', JSON_BYTE.COMMA],
  [':', JSON_BYTE.COLON],
  ['0123456789+-.Eaeflnrstu', JSON_BYTE.LITERAL],
] as const) {
  for (const character of characters) MEANING_OF_BYTE[character.charCodeAt(0)] = meaning;
}
