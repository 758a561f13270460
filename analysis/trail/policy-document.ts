import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { isObject } from './json-path';

/** One statement of a policy: who it is for, and under which condition. */
export interface PolicyStatement {
  readonly effect: string;
  /** ARNs, account ids, `*`, names of services. */
  readonly principals: readonly string[];
  /** Services of AWS that it is for. */
  readonly services: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** It allows all actions but some, or names everybody but some. */
  readonly isInverted: boolean;
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
      // A statement without an effect is no policy that AWS takes; whoever wrote it wanted to allow.
      effect: String(statement['Effect'] ?? 'Allow'),
      principals: principalsOf(statement['Principal']),
      services: isObject(statement['Principal']) ? textsOf(statement['Principal']['Service']) : [],
      actions: textsOf(statement['Action']),
      resources: textsOf(statement['Resource']),
      isInverted: 'NotAction' in statement || 'NotPrincipal' in statement,
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

/** Actions that are, or lead to, all the others: by a new policy, a new key or another role. */
const POWERS = /^(?:\*(?::\*)?|iam:\*|sts:\*|organizations:\*)$/i;
/** These lead there where they are allowed on everything. */
const POWERS_ON_ALL =
  /^(?:iam:(?:PassRole|Put\*?|Put(?:User|Role|Group)Policy|Attach\*?|Attach(?:User|Role|Group)Policy|CreatePolicyVersion|SetDefaultPolicyVersion|UpdateAssumeRolePolicy|CreateAccessKey|Create\*|CreateLoginProfile|UpdateLoginProfile)|sts:AssumeRole\*?)$/i;

/** What an identity's policy allows that amounts to everything: `*`, `iam:*`, `iam:PassRole on *`. */
export function powersIn(document: JsonValue | null | undefined): readonly string[] {
  return statementsOf(document)
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ actions, resources, isInverted }) => [
      ...(isInverted && resources.includes('*') ? ['all actions but some'] : []),
      ...actions.filter((action) => POWERS.test(action)),
      ...(resources.includes('*')
        ? actions.filter((action) => POWERS_ON_ALL.test(action)).map((action) => `${action} on *`)
        : []),
    ]);
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
