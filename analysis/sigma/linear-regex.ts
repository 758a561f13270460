/** Longer expressions are refused: what is made of one grows with it. */
const MOST_CHARACTERS = 1_000;
/** re2 gives up on repeats that write out to more than this many times. */
const FLAGS = { i: 1, s: 2, m: 4 } as const;

type Re2 = typeof import('re2js');

/** An expression that cannot be taken, with the reason. */
export class RegexError extends Error {
  override readonly name = 'RegexError';
}

/**
 * A regular expression as a test of texts: found anywhere in the text, as Sigma means it. It runs in RE2, whose time
 * grows with the text and nothing else; lookaround and backreferences, which RE2 does not have, are refused.
 *
 * RE2 is loaded when the first expression is: functions that have none do without it.
 *
 * @param flags of `i` (any case), `m` (`^` and `$` at every line), `s` (`.` is a line's end, too)
 * @throws RegexError
 */
export function compileLinearRegex(source: string, flags: string): (text: string) => boolean {
  if (source.length > MOST_CHARACTERS) {
    throw new RegexError(
      `the regular expression has ${source.length} characters; at most ${MOST_CHARACTERS}: split it`,
    );
  }
  const { RE2JS } = require('re2js') as Re2;
  let bits = 0;
  for (const flag of flags) {
    if (flag === 'i') bits |= RE2JS.CASE_INSENSITIVE;
    if (flag === 's') bits |= RE2JS.DOTALL;
    if (flag === 'm') bits |= RE2JS.MULTILINE;
    if (!(flag in FLAGS)) throw new RegexError(`there is no flag ${flag}; allowed are i, m, s`);
  }
  try {
    const compiled = RE2JS.compile(source, bits);
    return (text) => compiled.matcher(text).find();
  } catch (error) {
    throw new RegexError(
      `the regular expression is refused (${(error as Error).message}); it runs in RE2, which has no lookaround, no backreferences and repeats of at most 1,000`,
    );
  }
}
