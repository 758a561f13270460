/** A value as one word of a POSIX shell, so that a command can be pasted: patterns hold `$`, quotes and spaces. */
export function shellWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
