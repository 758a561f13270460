/** A value as one word of a POSIX shell, so that a command can be pasted: patterns hold `$`, quotes and spaces. */
export function shellWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : quotedWord(value);
}

/** The same with quotes in any case: for a value that begins with a hyphen and is no option. */
export function quotedWord(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
