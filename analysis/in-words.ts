const WORDS: Readonly<Record<number, string>> = {
  1: 'one',
  2: 'two',
  3: 'three',
  4: 'four',
  5: 'five',
  6: 'six',
  7: 'seven',
  8: 'eight',
  9: 'nine',
  10: 'ten',
  11: 'eleven',
  12: 'twelve',
  20: 'twenty',
  30: 'thirty',
  40: 'forty',
  50: 'fifty',
  100: 'a hundred',
};

/** A number as prose has it: `nine`, `25`, `a hundred`. */
export function inWords(count: number): string {
  return WORDS[count] ?? String(count);
}

/** The same where a sentence begins. */
export function asBeginning(count: number): string {
  const words = inWords(count);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A span of time, whole minutes as seconds: `two minutes`, `half an hour`, `an hour`, `a day`. */
export function spanInWords(seconds: number): string {
  if (seconds === 1_800) return 'half an hour';
  if (seconds === 3_600) return 'an hour';
  if (seconds === 86_400) return 'a day';
  return seconds % 3_600 === 0
    ? countedInWords(seconds / 3_600, 'hour')
    : countedInWords(seconds / 60, 'minute');
}

/** The same after an article: `hour`, `day`, `two hours`. */
export function spanAfterArticle(seconds: number): string {
  return spanInWords(seconds).replace(/^an? /, '');
}

function countedInWords(count: number, noun: string): string {
  return `${inWords(count)} ${noun}${count === 1 ? '' : 's'}`;
}
