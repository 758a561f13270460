/** The name that takes the fewest changes to come to from what was typed; `names` must not be empty. */
export function nearest(typed: string, names: readonly string[]): string {
  return names.reduce((best, name) => (distance(typed, name) < distance(typed, best) ? name : best));
}

/** Levenshtein's distance: insertions, deletions and replacements. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, char] of [...one].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (row[column - 1] as number) + (char === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] as number) + 1, (next[column - 1] as number) + 1));
    }
    row = next;
  }
  return row[other.length] as number;
}
