/**
 * Which of `names` somebody may have meant, closest first, at most three; names that merely contain what was
 * typed count as close. Nothing near gives an empty list.
 *
 * @example
 * nearNames('ecs-exec-sesion-opened', ids) // ['ecs-exec-session-opened']
 */
export function nearNames(typed: string, names: readonly string[]): readonly string[] {
  const reach = Math.max(2, Math.floor(typed.length / 3));
  return names
    .map((name) => ({ name, distance: typed !== '' && name.includes(typed) ? 0 : editDistance(typed, name) }))
    .filter(({ distance }) => distance <= reach)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Levenshtein: insertions, deletions and substitutions that turn one text into the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [rowIndex, letter] of [...from].entries()) {
    const next = [rowIndex + 1];
    for (const [column, other] of [...to].entries()) {
      const substituted = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(substituted, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
