/**
 * A value as one word of a POSIX shell, so that a command can be pasted: patterns hold `$`, quotes and spaces. One that
 * begins with a hyphen is quoted so that people see that it is a value.
 */
export function shellWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) && !value.startsWith('-')
    ? value
    : `'${value.replaceAll("'", `'\\''`)}'`;
}
