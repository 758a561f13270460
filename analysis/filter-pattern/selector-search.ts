import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import type { Selector, SelectorStep } from './pattern-tree';
import { isWildcard } from './selector';
import type { ValueTest } from './value-test';

export type RecordTest = (record: JsonObject) => boolean;
type Node = JsonValue | undefined;

/**
 * Whether anything that the selector leads to passes the test. Without a wildcard that is one value at most, and
 * a missing field (or parent) is none. With `[*]` or `.*` one element that passes is enough, for every operator:
 * `$.ports[*] != 22` holds as soon as one element is there and differs. (The user guide says so for `=`, and
 * nothing for `!=` and `IS`.)
 */
export function compileSearch(selector: Selector, test: ValueTest): RecordTest {
  if (selector.some(isWildcard)) return (record) => searchFrom(record, selector, 0, test);
  const steps = selector.map(compileStep);
  const [first, second] = steps;
  // Most conditions of a catalogue are about members of the record itself or one level below.
  if (first !== undefined && steps.length === 1) {
    return (record) => {
      const found = first(record);
      return found !== undefined && test(found);
    };
  }
  if (first !== undefined && second !== undefined && steps.length === 2) {
    return (record) => {
      const found = second(first(record));
      return found !== undefined && test(found);
    };
  }
  return (record) => {
    let node: Node = record;
    for (let i = 0; i < steps.length && node !== undefined; i += 1) node = (steps[i] as Step)(node);
    return node !== undefined && test(node);
  };
}

type Step = (node: Node) => Node;

function compileStep(step: SelectorStep): Step {
  if (step.kind === 'index') return (node) => (Array.isArray(node) ? node[step.index] : undefined);
  const key = step.kind === 'key' ? step.key : '';
  // `toString` and the like are there on every object, but not in the record.
  if (key in Object.prototype) {
    return (node) => (isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined);
  }
  return (node) => (isObject(node) ? node[key] : undefined);
}

function isObject(node: Node): node is JsonObject {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function searchFrom(node: Node, selector: Selector, from: number, test: ValueTest): boolean {
  if (node === undefined) return false;
  const step = selector[from];
  if (step === undefined) return test(node);
  switch (step.kind) {
    case 'key':
      return (
        isObject(node) &&
        Object.hasOwn(node, step.key) &&
        searchFrom(node[step.key], selector, from + 1, test)
      );
    case 'index':
      return Array.isArray(node) && searchFrom(node[step.index], selector, from + 1, test);
    case 'any-index':
      if (!Array.isArray(node)) return false;
      for (let i = 0; i < node.length; i += 1) {
        if (searchFrom(node[i], selector, from + 1, test)) return true;
      }
      return false;
    case 'any-key':
      if (!isObject(node)) return false;
      for (const key in node) {
        if (searchFrom(node[key], selector, from + 1, test)) return true;
      }
      return false;
  }
}
