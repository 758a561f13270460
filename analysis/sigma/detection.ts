import { ConditionError, parseCondition } from './condition';
import type { DocumentPath, Report, SigmaExpression } from './expression';
import { joined } from './expression';
import { readFieldItem, shown } from './field-item';

const MOST_SEARCHES = 200;
const MOST_DEPTH = 8;

/**
 * A `detection` of Sigma, searches by name and a condition over them, as one expression; undefined where something is
 * wrong, all of which goes to `report`.
 *
 * @param path where the detection stands in its document
 */
export function readSigmaDetection(
  detection: unknown,
  path: DocumentPath,
  report: Report,
): SigmaExpression | undefined {
  if (!isMap(detection)) {
    report(path, `the detection is ${shown(detection)}; allowed are searches by name, and a condition`);
    return undefined;
  }
  const { condition, timeframe: _, ...named } = detection;
  const entries = Object.entries(named);
  if (entries.length === 0) report(path, 'the detection has no search; give one, such as selection');
  if (entries.length > MOST_SEARCHES) {
    report(path, `the detection has ${entries.length} searches; at most ${MOST_SEARCHES}`);
    return undefined;
  }
  let isSound = entries.length > 0;
  const searches = new Map<string, SigmaExpression>();
  for (const [name, search] of entries) {
    const expression = readSearch(search, [...path, name], report, 0);
    if (expression === undefined) isSound = false;
    searches.set(name, expression ?? { kind: 'or', of: [] });
  }
  const read = readCondition(condition, searches, [...path, 'condition'], report);
  return isSound ? read : undefined;
}

/** Several conditions are alternatives. */
function readCondition(
  condition: unknown,
  searches: ReadonlyMap<string, SigmaExpression>,
  path: DocumentPath,
  report: Report,
): SigmaExpression | undefined {
  const written: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
  const parts = written.map((one, index) => {
    const place = Array.isArray(condition) ? [...path, index] : path;
    if (typeof one !== 'string') {
      report(place, `the condition is ${shown(one)}; allowed is a text such as "selection and not filter"`);
      return undefined;
    }
    try {
      return parseCondition(one, searches);
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      report(place, error.message);
      return undefined;
    }
  });
  if (parts.length === 0) report(path, 'the condition is an empty list; name a search');
  return parts.length > 0 && parts.every((part) => part !== undefined) ? joined('or', parts) : undefined;
}

/** A map is all of its lines, a list any of its elements; a text in a list is looked for everywhere. */
function readSearch(
  search: unknown,
  path: DocumentPath,
  report: Report,
  depth: number,
): SigmaExpression | undefined {
  if (depth > MOST_DEPTH) {
    report(path, `the search is nested deeper than ${MOST_DEPTH}`);
    return undefined;
  }
  if (Array.isArray(search)) {
    if (search.length === 0) {
      report(path, 'the search is an empty list; name at least one value');
      return undefined;
    }
    return allSound(
      'or',
      search.map((one, index) => readSearch(one, [...path, index], report, depth + 1)),
    );
  }
  if (isMap(search)) {
    const lines = Object.entries(search);
    if (lines.length === 0) {
      report(path, 'the search is empty; name at least one field');
      return undefined;
    }
    return allSound(
      'and',
      lines.map(([field, value]) => readFieldItem(field, value, [...path, field], report)),
    );
  }
  if (typeof search === 'string' || typeof search === 'number') {
    return readFieldItem('|contains', search, path, report);
  }
  report(path, `the search is ${shown(search)}; allowed are fields with values, or a list of texts`);
  return undefined;
}

function allSound(
  kind: 'and' | 'or',
  parts: readonly (SigmaExpression | undefined)[],
): SigmaExpression | undefined {
  return parts.every((part) => part !== undefined) ? joined(kind, parts) : undefined;
}

export function isMap(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
