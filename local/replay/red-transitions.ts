/** The state changes that people hear of: to red, and from red to whatever is next; never the first OK. */
export function redTransitions<T extends { readonly state: string }>(
  transitions: readonly T[],
): readonly T[] {
  return transitions.filter(
    ({ state }, index) => state === 'ALARM' || transitions[index - 1]?.state === 'ALARM',
  );
}
