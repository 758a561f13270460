import type { Clause, Matcher } from './clause';

/** EventBridge's limit on an event pattern, in characters; it can be raised by request. */
export const MOST_CHARACTERS = 2_048;

/** The kinds of events that carry a CloudTrail record of a call or a sign-in. */
const DETAIL_TYPES = ['AWS API Call via CloudTrail', 'AWS Console Sign In via CloudTrail'];

interface Fields {
  readonly [member: string]: Fields | readonly Matcher[];
}

export interface EventPattern {
  readonly 'detail-type': string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** As few event patterns as hold all clauses. */
export function eventPatterns(clauses: readonly Clause[]): readonly EventPattern[] {
  const patterns: EventPattern[] = [];
  let held: Clause[] = [];
  for (const clause of clauses) {
    if (held.length > 0 && JSON.stringify(patternOf([...held, clause])).length > MOST_CHARACTERS) {
      patterns.push(patternOf(held));
      held = [];
    }
    held.push(clause);
  }
  return held.length === 0 ? patterns : [...patterns, patternOf(held)];
}

function patternOf(clauses: readonly Clause[]): EventPattern {
  const all = clauses.map(fieldsOf);
  const [first] = all;
  // An `$or` of one is refused.
  return {
    'detail-type': DETAIL_TYPES,
    detail: all.length === 1 && first !== undefined ? first : { $or: all },
  };
}

function fieldsOf(clause: Clause): Fields {
  const fields: Record<string, unknown> = {};
  for (const [key, matchers] of Object.entries(clause)) {
    const members = key.split('/');
    const last = members.pop() ?? key;
    let inner = fields;
    for (const member of members) {
      inner[member] ??= {};
      inner = inner[member] as Record<string, unknown>;
    }
    inner[last] = matchers;
  }
  return fields as Fields;
}
