const SHOWN = 40;

/**
 * Where two texts part, with what each says from there; undefined for equal ones.
 *
 * @example
 * firstDifference('{ $.a = 1 }', '{ $.b = 1 }') // { at: 4, one: 'a = 1 }', other: 'b = 1 }' }
 */
export function firstDifference(
  one: string,
  other: string,
): { readonly at: number; readonly one: string; readonly other: string } | undefined {
  if (one === other) return undefined;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = (text: string) =>
    text.length > at + SHOWN ? `${text.slice(at, at + SHOWN)}…` : text.slice(at);
  return { at, one: from(one), other: from(other) };
}

/** The same as a clause: `from character 5 it is "a = 1 }" where "b = 1 }" should be`. */
export function describeDifference(deployed: string, wanted: string): string | undefined {
  const difference = firstDifference(deployed, wanted);
  if (difference === undefined) return undefined;
  const { at, one, other } = difference;
  return `from character ${at + 1} it is ${JSON.stringify(one)} where ${JSON.stringify(other)} should be`;
}
