import type { JsonObject, JsonValue } from '../../records/cloudtrail-record';
import { isObject } from './json-path';

/** One statement of a policy: who it is for, and under which condition. */
export interface PolicyStatement {
  readonly effect: string;
  /** ARNs, account ids, `*`, names of services. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly hasCondition: boolean;
}

/**
 * The statements of a policy as records carry it: an object, JSON text, or JSON text with percent escapes. What is
 * none gives none.
 */
export function statementsOf(document: JsonValue | null | undefined): readonly PolicyStatement[] {
  const policy = typeof document === 'string' ? parsed(document) : document;
  if (!isObject(policy)) return [];
  return asList(policy['Statement'])
    .filter(isObject)
    .map((statement) => ({
      effect: String(statement['Effect'] ?? ''),
      principals: principalsOf(statement['Principal']),
      actions: textsOf(statement['Action']),
      hasCondition: isObject(statement['Condition']) && Object.keys(statement['Condition']).length > 0,
    }));
}

/** Who is let in without being bound: accounts other than `account`, by their id; `*` for everybody. */
export function strangersIn(
  document: JsonValue | null | undefined,
  account: string | undefined,
): readonly string[] {
  const strangers = statementsOf(document)
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals, hasCondition }) =>
      principals.flatMap((principal) => {
        if (principal === '*') return hasCondition ? [] : ['*'];
        const foreign = accountIn(principal);
        return foreign === undefined || foreign === account ? [] : [foreign];
      }),
    );
  return [...new Set(strangers)];
}

/** The account of an ARN, or of an account id; undefined for services and unique ids. */
export function accountIn(principal: string): string | undefined {
  return /^(\d{12})$/.exec(principal)?.[1] ?? /^arn:aws[\w-]*:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];
}

function parsed(text: string): JsonValue | undefined {
  for (const read of [text, unescaped(text)]) {
    try {
      return JSON.parse(read) as JsonValue;
    } catch {
      // The other way, or none.
    }
  }
  return undefined;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** `"*"`, `{ "AWS": "*" }`, `{ "AWS": ["…"], "Service": "…" }`. */
function principalsOf(principal: JsonValue | undefined): readonly string[] {
  if (typeof principal === 'string') return [principal];
  if (!isObject(principal)) return [];
  return textsOf((principal as JsonObject)['AWS']);
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return asList(value).filter((item) => typeof item === 'string');
}

function asList(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
