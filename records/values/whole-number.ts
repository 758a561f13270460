/** 15 digits are below 2^53, so every number read is exact. */
const MOST_DIGITS = 15;

/** What 32-bit arithmetic can hold whatever the digits are. */
const SMALL_DIGITS = 9;

/**
 * Reads the digits of `text` from `from` to before `to`; -1 when they are not a whole number of 1 to 15 digits.
 *
 * Straight from the character codes: `Number(text.slice(…))` makes a string for each number.
 */
export function wholeNumber(text: string, from: number, to: number): number {
  if (to <= from || to - from > MOST_DIGITS) return -1;
  if (to - from <= SMALL_DIGITS) return smallNumber(text, from, to);
  const high = smallNumber(text, from, to - SMALL_DIGITS);
  const low = smallNumber(text, to - SMALL_DIGITS, to);
  return high < 0 || low < 0 ? -1 : high * 1e9 + low;
}

function smallNumber(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = (value * 10 + digit) | 0;
  }
  return value;
}
