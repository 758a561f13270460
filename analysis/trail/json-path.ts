import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';

type Node = JsonValue | null | undefined;

/** The JSON of the first of these texts that is some; undefined where none is. */
export function firstParsed(texts: readonly string[]): JsonValue | undefined {
  for (const text of texts) {
    try {
      return JSON.parse(text) as JsonValue;
    } catch {
      // The next, or none.
    }
  }
  return undefined;
}

/** Paths are written in code, so there are as many as there are detections. */
const STEPS = new Map<string, readonly string[]>();

function stepsOf(path: string): readonly string[] {
  const known = STEPS.get(path);
  if (known !== undefined) return known;
  const steps = path.split('.');
  STEPS.set(path, steps);
  return steps;
}

/** The value at a path of member names, `userIdentity.sessionContext.sessionIssuer.arn`; undefined where it ends early. */
export function valueAt(from: Node, path: string): JsonValue | undefined {
  let node = from;
  for (const step of stepsOf(path)) {
    if (!isObject(node)) return undefined;
    node = node[step];
  }
  return node ?? undefined;
}

/** The same, if it is a text that is not empty. */
export function textAt(from: Node, path: string): string | undefined {
  const value = valueAt(from, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberAt(from: Node, path: string): number | undefined {
  const value = valueAt(from, path);
  return typeof value === 'number' ? value : undefined;
}

/**
 * Every value that a path leads to. A step that ends in `[]` goes into each element of an array; what is one value
 * where others are a list, as EC2 writes its requests, is taken for a list of one.
 *
 * @example
 * allAt(request, 'containerDefinitions[].environment[].name') // ['LOG_LEVEL', 'AWS_REGION']
 */
export function allAt(from: Node, path: string): readonly JsonValue[] {
  let nodes: readonly Node[] = [from];
  for (const step of stepsOf(path)) {
    const isEach = step.endsWith('[]');
    const key = isEach ? step.slice(0, -2) : step;
    nodes = nodes.flatMap((node) => {
      const value = isObject(node) ? node[key] : undefined;
      if (value === undefined || value === null) return [];
      return isEach && Array.isArray(value) ? value : [value];
    });
  }
  return nodes.filter((node): node is JsonValue => node !== undefined && node !== null);
}

/** The texts among them. */
export function textsAt(from: Node, path: string): readonly string[] {
  return allAt(from, path).filter((value) => typeof value === 'string');
}

/** The objects among them. */
export function objectsAt(from: Node, path: string): readonly JsonObject[] {
  return allAt(from, path).filter(isObject);
}

export function isObject(node: Node): node is JsonObject {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** What stands once where others are a list, as a list; nothing as none. */
export function listOf(value: Node): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
