import { ownEntry } from '../../../records/values/own-entry';

/** What EventBridge asks of one field: any of these. */
export type Matcher =
  | string
  | boolean
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly wildcard: string }
  | { readonly exists: boolean }
  | { readonly 'anything-but': readonly string[] };

/**
 * Conditions on fields of a CloudTrail record that all have to hold; of each field one of several matchers has to.
 * Keys are paths with slashes between their members; no condition at all is every record.
 */
export type Clause = Readonly<Record<string, readonly Matcher[]>>;

const textOf = (matchers: readonly Matcher[] | undefined) => JSON.stringify(matchers);

/** One of the clauses holds, in as few clauses as it takes without letting more through. */
export function anyOf(clauses: readonly Clause[]): readonly Clause[] {
  const kept = [...clauses];
  for (let at = 0; at < kept.length; at += 1) {
    for (let other = at + 1; other < kept.length; other += 1) {
      const joined = join(kept[at] ?? {}, kept[other] ?? {});
      if (joined === undefined) continue;
      kept[at] = joined;
      kept.splice(other, 1);
      // What has become wider may join with one that was passed by.
      other = at;
    }
  }
  return kept.length === clauses.length ? kept : anyOf(kept);
}

/** The clause that stands for both: where one lets through what the other does, or one field alone differs. */
function join(one: Clause, other: Clause): Clause | undefined {
  if (covers(one, other)) return one;
  if (covers(other, one)) return other;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length || !keys.every((key) => ownEntry(other, key) !== undefined))
    return undefined;
  const different = keys.filter((key) => textOf(ownEntry(one, key)) !== textOf(ownEntry(other, key)));
  const [key] = different;
  return key === undefined || different.length > 1
    ? undefined
    : { ...one, [key]: union(ownEntry(one, key) ?? [], ownEntry(other, key) ?? []) };
}

function covers(wide: Clause, narrow: Clause): boolean {
  return Object.entries(wide).every(([key, matchers]) => {
    const known = new Set(matchers.map((matcher) => JSON.stringify(matcher)));
    return ownEntry(narrow, key)?.every((matcher) => known.has(JSON.stringify(matcher))) === true;
  });
}

function union(one: readonly Matcher[], other: readonly Matcher[]): readonly Matcher[] {
  const known = new Map([...one, ...other].map((matcher) => [JSON.stringify(matcher), matcher]));
  return [...known.values()];
}

/** More than this makes no pattern anybody could read, or EventBridge take. */
const MOST_CLAUSES = 64;

/** All of the groups hold. Where the answer would be too long, the first groups alone: that lets more through. */
export function allOf(groups: readonly (readonly Clause[])[]): readonly Clause[] {
  return groups.reduce<readonly Clause[]>(
    (left, right) =>
      left.length * right.length > MOST_CLAUSES
        ? left
        : anyOf(left.flatMap((one) => right.flatMap((other) => both(one, other)))),
    [{}],
  );
}

/** Both clauses in one; none where they contradict each other. */
function both(one: Clause, other: Clause): readonly Clause[] {
  const joined: Record<string, readonly Matcher[]> = { ...one };
  for (const [key, matchers] of Object.entries(other)) {
    const known = ownEntry(joined, key);
    const narrowed = known === undefined ? matchers : intersection(known, matchers);
    if (narrowed.length === 0) return [];
    joined[key] = narrowed;
  }
  return [joined];
}

const isText = (matcher: Matcher) => typeof matcher === 'string';

/** Never too narrow: of what cannot be compared the first is kept. */
function intersection(one: readonly Matcher[], other: readonly Matcher[]): readonly Matcher[] {
  if (one.every(isText) && other.every(isText)) return one.filter((matcher) => other.includes(matcher));
  const [first] = one;
  const [second] = other;
  if (one.length === 1 && other.length === 1 && isAnythingBut(first) && isAnythingBut(second)) {
    return [{ 'anything-but': [...first['anything-but'], ...second['anything-but']] }];
  }
  return other.every(isText) ? other : one;
}

function isAnythingBut(matcher: Matcher | undefined): matcher is { 'anything-but': readonly string[] } {
  return typeof matcher === 'object' && 'anything-but' in matcher;
}
