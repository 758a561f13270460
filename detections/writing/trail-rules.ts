import type { CallerKind } from '../../analysis/trail/caller';
import { targetOf } from '../../analysis/trail/sighting';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type {
  CallNames,
  CallTest,
  ChainRule,
  ChainStep,
  CountRule,
  KeyOf,
  PredicateRule,
  ServiceCalls,
} from '../../analysis/trail/trail-rule';

/**
 * Small words for writing what the trail analyzer looks for; each gives plain data.
 *
 * @example
 * detector: predicate(on('ecs', 'RunTask', 'StartTask'), (call) => call.succeeded && call.isBy('person'))
 */

const READS: readonly string[] = ['Get*', 'List*', 'Describe*', 'Search*', 'BatchGet*'];

/**
 * The calls of one service: `on('ecs', 'RunTask', 'Delete*')`. A name that begins with `*` means what is written, not
 * what is read: `*Route` is CreateRoute and DeleteRoute, and not GetRoute.
 */
export function on(service: string, ...names: readonly string[]): readonly ServiceCalls[] {
  return names.some((name) => name.length > 1 && name.startsWith('*'))
    ? [{ service, names, except: READS }]
    : [{ service, names }];
}

/** Calls, and what is asked of each; a text as the answer is yes, and says what was seen. */
export function when(calls: CallNames, where?: CallTest['where']): CallTest {
  return { calls, ...(where !== undefined && { where }) };
}

/** The same, of calls that such callers make: nobody else's are looked at. */
export function whenBy(
  callers: readonly CallerKind[],
  calls: CallNames,
  where?: CallTest['where'],
): CallTest {
  return { ...when(calls, where), callers };
}

/** A detection on single records: one set of calls and one question, or several tests. */
export function predicate(calls: CallNames, where?: CallTest['where']): PredicateRule {
  return anyWhen(when(calls, where));
}

export function anyWhen(...tests: readonly CallTest[]): PredicateRule {
  return { kind: 'predicate', on: tests };
}

/** Steps in this order within the minutes. */
export function inOrder(
  withinMinutes: number,
  steps: ChainRule['steps'],
  joins?: ChainRule['joins'],
): ChainRule {
  return {
    kind: 'chain',
    order: 'temporal_ordered',
    withinMinutes,
    steps,
    ...(joins !== undefined && { joins }),
  };
}

/** A step of a chain that one set of calls makes. */
export function step(
  name: string,
  calls: CallNames,
  where?: CallTest['where'],
  more: Omit<ChainStep, 'name' | 'on'> = {},
): ChainStep {
  return { name, on: [when(calls, where)], ...more };
}

/** So many records of one actor, or of one key, within the minutes. */
export function atLeast(
  count: number,
  withinMinutes: number,
  tests: readonly CallTest[],
  more: Pick<CountRule, 'by' | 'distinct' | 'amounts'> = {},
): CountRule {
  return { kind: 'count', on: tests, atLeast: count, withinMinutes, ...more };
}

/** One story an actor and thing, or call where no thing is named: two deeds of one night are two stories. */
export const BY_TARGET: KeyOf = ({ actor, record, name }) => `${actor} ${targetOf(record) ?? name}`;

/** A predicate whose stories are told by something else than the actor. */
export function storiesBy(by: KeyOf, ...tests: readonly CallTest[]): PredicateRule {
  return { kind: 'predicate', on: tests, by };
}

/** Successful calls by whom `who` means, each a yes. */
export function done(
  who: (call: TrailCall) => boolean,
  service: string,
  ...names: readonly string[]
): CallTest {
  return when(on(service, ...names), (call) => call.succeeded && who(call));
}
