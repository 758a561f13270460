import { parseFilterPattern } from '../../analysis/filter-pattern';
import { compileRemainder } from '../../analysis/filter-pattern/known-fields';
import { isNamed } from '../../analysis/trail/call-dispatch';
import type { CallNames, CallTest } from '../../analysis/trail/trail-rule';
import type { Detection, Detector } from '../detection';

/** A call that no service has: what looks at it looks at every call, and names none. */
const NO_CALL = 'NoSuchCallAtAll';
const KNOWN = new Set(['eventSource', 'eventName']);

/** Does a detection look at this call because of its name? */
export type Naming = (eventSource: string, eventName: string) => boolean;

/**
 * Which calls a detection asks for by name. Patterns are settled as far as the two names go, so that what is left is
 * a question about the rest of the record; detections that look at every call, or at all calls that failed, name none.
 */
export function namingOf({ detector }: Detection): Naming {
  const looks = looksOf(detector);
  return (eventSource, eventName) =>
    looks.some((look) => look(eventSource, eventName) && !look(eventSource, NO_CALL));
}

function looksOf(detector: Detector): readonly Naming[] {
  switch (detector.kind) {
    case 'filter':
      return [patternLook(detector.pattern), ...testLooks(detector.beyond ?? [])];
    case 'predicate':
    case 'count':
      return testLooks(detector.on);
    case 'chain':
      return detector.steps.flatMap(({ on = [] }) => testLooks(on));
    case 'first-time':
      return testLooks(detector.on ?? []);
    default:
      return [];
  }
}

function patternLook(text: string): Naming {
  const { tree } = parseFilterPattern(text);
  if (tree.kind !== 'json') return () => false;
  const remainder = compileRemainder(tree.condition, KNOWN);
  return (eventSource, eventName) => remainder({ eventSource, eventName }) !== false;
}

function testLooks(tests: readonly CallTest[]): readonly Naming[] {
  return tests.map(({ calls }) => lookOf(calls));
}

function lookOf(calls: CallNames): Naming {
  return (eventSource, eventName) => isNamed(calls, eventSource, eventName);
}
