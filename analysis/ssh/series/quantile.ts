/** The value below which a share of the values in ascending order lies; `undefined` for none. */
export function quantileOf(ascending: readonly number[], share: number): number | undefined {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))];
}
