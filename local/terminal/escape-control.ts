/** Control characters and the marks that turn the direction of text; both can rewrite what a terminal shows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text from a log, made safe to print: a user agent or a session name is chosen by whoever makes the call, and
 * may carry terminal escapes. They come out as `\x1b` or `\u202e`.
 */
export function escapeControl(text: string): string {
  return text.replace(UNSAFE, (char) => {
    const code = char.charCodeAt(0).toString(16);
    return char < '\u0100' ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}
