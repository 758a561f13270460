const LONGEST = 60;

/** A value as an error message shows it: in quotes, control characters escaped, cut when it is long. */
export function quoted(value: string): string {
  return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
}
