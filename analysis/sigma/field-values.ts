import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';

/** A field's name as steps; one that is asked for often is split once. */
export function fieldSteps(field: string): readonly string[] {
  return field.split('.');
}

/**
 * Every value that a field has in a record. A list on the way, or at the end, stands for each of its elements, since
 * Sigma has no words for places in lists: `requestParameters.ipPermissions.items.toPort` is the port of any rule.
 */
export function fieldValues(record: JsonObject, steps: readonly string[]): readonly JsonValue[] {
  const found: JsonValue[] = [];
  collect(record, steps, 0, found);
  return found;
}

function collect(
  node: JsonValue | undefined,
  steps: readonly string[],
  at: number,
  found: JsonValue[],
): void {
  if (node === undefined) return;
  if (Array.isArray(node)) {
    for (const element of node) collect(element, steps, at, found);
    return;
  }
  const step = steps[at];
  if (step === undefined) {
    found.push(node);
    return;
  }
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return;
  collect((node as JsonObject)[step], steps, at + 1, found);
}

/** Every text, number and truth value of a record, at any depth. */
export function* allValues(node: JsonValue | undefined): Generator<string | number | boolean> {
  if (node === undefined || node === null) return;
  if (typeof node !== 'object') {
    yield node;
    return;
  }
  for (const value of Array.isArray(node) ? node : Object.values(node)) yield* allValues(value);
}
