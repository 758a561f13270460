import { callName, type NamedCall } from './call-name';
import type { CallerKind } from './caller';
import type { CallNames } from './trail-rule';

/**
 * Calls are remembered up to this number, then forgotten together: an account makes some hundreds of different
 * calls, and made-up names must not fill the memory.
 */
const MAX_CALLS = 4_096;

/** A call by its names: the few of many tests that can match it, in the order in which they were given. */
export interface CallEntry<T> extends NamedCall {
  /** By who calls. */
  readonly tests: Readonly<Record<CallerKind, readonly T[]>>;
}

export type Dispatch<T> = (eventSource: string, eventName: string) => CallEntry<T>;

export interface DispatchedTest<T> {
  readonly calls: CallNames;
  /** @default whoever calls */
  readonly callers?: readonly CallerKind[] | undefined;
  readonly test: T;
}

/**
 * Prepares tests to be found by call. Names and their wildcards are looked at once for each call that there is, so
 * that a record costs two look-ups however many tests there are.
 */
export function dispatchByCall<T>(tests: readonly DispatchedTest<T>[]): Dispatch<T> {
  const known = new Map<string, Map<string, CallEntry<T>>>();
  let size = 0;
  return (eventSource, eventName) => {
    const found = known.get(eventSource)?.get(eventName);
    if (found !== undefined) return found;
    if (size >= MAX_CALLS) {
      known.clear();
      size = 0;
    }
    const matching = tests.filter(({ calls }) => isNamed(calls, eventSource, eventName));
    const entry = { call: callName(eventSource, eventName), eventName, tests: testsByCaller(matching) };
    const ofSource = known.get(eventSource) ?? new Map<string, CallEntry<T>>();
    ofSource.set(eventName, entry);
    known.set(eventSource, ofSource);
    size += 1;
    return entry;
  };
}

/** Tests by who calls. */
export function testsByCaller<T>(tests: readonly DispatchedTest<T>[]): CallEntry<T>['tests'] {
  const of = (kind: CallerKind) =>
    tests.filter(({ callers }) => callers === undefined || callers.includes(kind)).map(({ test }) => test);
  return {
    person: of('person'),
    'deploy-role': of('deploy-role'),
    task: of('task'),
    service: of('service'),
    role: of('role'),
  };
}

/** Is the call one of these? Whether it failed is no matter of its name. */
export function isNamed(calls: CallNames, eventSource: string, eventName: string): boolean {
  if (calls === '*') return true;
  if (calls === 'failed') return false;
  if (typeof calls === 'function') return calls(eventSource, eventName);
  return calls.some(
    ({ service, names, except = [] }) =>
      (service === '*' || eventSource === `${service}.amazonaws.com`) &&
      names.some((name) => fits(name, eventName)) &&
      !except.some((name) => fits(name, eventName)),
  );
}

function fits(name: string, eventName: string): boolean {
  const isOpenBefore = name.startsWith('*');
  const isOpenBehind = name.length > 1 && name.endsWith('*');
  const text = name.slice(isOpenBefore ? 1 : 0, isOpenBehind ? -1 : undefined);
  if (isOpenBefore && isOpenBehind) return eventName.includes(text);
  if (isOpenBefore) return eventName.endsWith(text);
  return isOpenBehind ? eventName.startsWith(text) : eventName === name;
}
