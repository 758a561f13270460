import type { AlarmState } from './alarm/alarm-rule';

/** The part of a child's state change that a composite alarm looks at. */
export interface ChildTransition {
  readonly state: AlarmState;
  /** Epoch seconds. */
  readonly at: number;
}

export interface CompositeTransition {
  readonly state: 'OK' | 'ALARM';
  readonly at: number;
}

/**
 * The state changes of a composite alarm that is red while all of its children are, in time order. It begins
 * outside ALARM, and so does a child until its first transition. Children that change at the same second change
 * together. Each child's transitions are in time order; without children there is nothing to be red.
 */
export function evaluateCompositeAlarm(
  children: readonly (readonly ChildTransition[])[],
): readonly CompositeTransition[] {
  if (children.length === 0) return [];
  const changes = children
    .flatMap((transitions, child) =>
      transitions.map(({ state, at }) => ({ child, at, isRed: state === 'ALARM' })),
    )
    .sort((a, b) => a.at - b.at);
  const red = new Set<number>();
  const transitions: CompositeTransition[] = [];
  let isRed = false;
  for (const [index, change] of changes.entries()) {
    if (change.isRed) red.add(change.child);
    else red.delete(change.child);
    if (changes[index + 1]?.at === change.at) continue;
    const isRedNow = red.size === children.length;
    if (isRedNow !== isRed) transitions.push({ state: isRedNow ? 'ALARM' : 'OK', at: change.at });
    isRed = isRedNow;
  }
  return transitions;
}
