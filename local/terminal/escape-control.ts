/**
 * Control characters, marks that turn the direction of text, breaks of lines, and what takes no room: each can rewrite or
 * hide what a terminal shows.
 */
const UNSAFE =
  /\p{Cc}|[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * Text from a log, made safe to print: a user agent or a session name is chosen by whoever makes the call, and
 * may carry terminal escapes. They come out as `\x1b` or `\u202e`.
 */
export function escapeControl(text: string): string {
  return text.replace(UNSAFE, (char) => {
    const code = (char.codePointAt(0) ?? 0).toString(16);
    if (code.length > 4) return `\\u{${code}}`;
    return char < '\u0100' ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** JSON with these characters as its own escapes: the same value, and nothing that steers a terminal. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE, (char) =>
    char === '\n'
      ? char
      : [...Array(char.length).keys()]
          .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}
