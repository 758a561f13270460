import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { firstParsed, isObject, listOf } from './json-path';
import {
  accountsNamed,
  bindsToken,
  type ConditionTest,
  saysWho,
  sparesSomebody,
  testsIn,
} from './policy-conditions';

/** One statement of a policy: who it is for, and under which condition. */
export interface PolicyStatement {
  readonly effect: string;
  /** ARNs, account ids, `*`, names of services. */
  readonly principals: readonly string[];
  /** Services of AWS that it is for. */
  readonly services: readonly string[];
  /** Whose tokens it takes: ARNs of providers, names of those that AWS knows. */
  readonly federated: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** It allows all actions but some. */
  readonly isInverted: boolean;
  /** It is on everything but some. */
  readonly isOnOthers: boolean;
  /** It names everybody but some. */
  readonly isForOthers: boolean;
  readonly tests: readonly ConditionTest[];
}

/**
 * The statements of a policy as records carry it: an object, JSON text, JSON text in a JSON text, or either with percent
 * escapes, of which a form may have made blanks to `+`. What is none gives none.
 */
export function statementsOf(document: JsonValue | null | undefined): readonly PolicyStatement[] {
  const policy = policyIn(document);
  return listOf(policy?.['statement'])
    .filter(isObject)
    .map(withSmallNames)
    .map((statement) => ({
      // A statement without an effect is no policy that AWS takes; whoever wrote it wanted to allow.
      effect: String(statement['effect'] ?? 'Allow'),
      principals: principalsOf(statement['principal']),
      services: principalsNamed(statement['principal'], 'service'),
      federated: principalsNamed(statement['principal'], 'federated'),
      actions: textsOf(statement['action']),
      resources: textsOf(statement['resource']),
      isInverted: 'notaction' in statement,
      isOnOthers: 'notresource' in statement,
      isForOthers: 'notprincipal' in statement,
      tests: testsIn(statement['condition']),
    }));
}

/**
 * Who is let in without being bound: accounts other than `account`, by their id; `*` for everybody; `anybody at …` for
 * all who have a token of a provider that everybody can have one of.
 */
export function strangersIn(
  document: JsonValue | null | undefined,
  account: string | undefined,
): readonly string[] {
  const statements = statementsOf(document);
  const spares = statements.filter(isSparing);
  const strangers = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => [
      ...(isForEverybody(statement) && !spares.some((deny) => isOfAll(deny, statement))
        ? boundStrangers(statement.tests)
        : []),
      ...statement.principals.flatMap((principal) => accountIn(principal) ?? []),
      ...statement.federated.flatMap((provider) => strangersAt(provider, statement.tests)),
    ]);
  return [...new Set(strangers)].filter((stranger) => stranger !== account);
}

function isForEverybody({ principals, isForOthers }: PolicyStatement): boolean {
  return isForOthers || principals.includes('*');
}

function boundStrangers(tests: readonly ConditionTest[]): readonly string[] {
  return saysWho(tests) ? accountsNamed(tests) : ['*'];
}

/** A Deny for all but some, or for all whom a condition does not name: what is allowed besides is for those alone. */
function isSparing({ effect, principals, isForOthers, tests }: PolicyStatement): boolean {
  if (effect !== 'Deny') return false;
  return isForOthers ? tests.length === 0 : principals.includes('*') && sparesSomebody(tests);
}

/** Does a Deny hold for every action that is allowed, on everything it is allowed on? */
function isOfAll(
  deny: PolicyStatement,
  { actions, resources, isInverted, isOnOthers }: PolicyStatement,
): boolean {
  if (deny.isInverted || deny.isOnOthers) return false;
  const onAll = deny.resources.includes('*') || (resources.length === 0 && !isOnOthers);
  return (
    (deny.actions.includes('*') ||
      (!isInverted && actions.length > 0 && actions.every((action) => deny.actions.some(isOver(action))))) &&
    (onAll || (resources.length > 0 && resources.every((resource) => deny.resources.some(isOver(resource)))))
  );
}

/** The same, or something that ends in a star and begins like it; names of actions are the same in either case. */
function isOver(text: string) {
  return (over: string): boolean => {
    const [one, other] = [over.toLowerCase(), text.toLowerCase()];
    return one === other || (one.endsWith('*') && other.startsWith(one.slice(0, -1)));
  };
}

/**
 * Where anybody can have an account, with what tells one of them from the others in a token: repositories, projects,
 * identity pools and applications (IAM guide, keys for OIDC federation).
 */
const OPEN_PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  'token.actions.githubusercontent.com': [
    'sub',
    'repository',
    'repository_owner',
    'repository_owner_id',
    'repository_id',
  ],
  'gitlab.com': ['sub', 'project_path', 'namespace_path', 'project_id', 'namespace_id'],
  'app.terraform.io': ['sub'],
  'agent.buildkite.com': ['sub'],
  'oidc.circleci.com': ['sub', 'aud'],
  'api.bitbucket.org': ['sub', 'aud'],
  'vstoken.dev.azure.com': ['sub'],
  'sts.windows.net': ['sub', 'aud'],
  'login.microsoftonline.com': ['sub', 'aud'],
  'accounts.google.com': ['sub', 'aud', 'oaud', 'email'],
  'cognito-identity.amazonaws.com': ['aud', 'sub'],
  'graph.facebook.com': ['app_id', 'id'],
  'www.amazon.com': ['app_id', 'user_id'],
};

function strangersAt(provider: string, tests: readonly ConditionTest[]): readonly string[] {
  if (provider === '*') return boundStrangers(tests);
  const [, owner, name = provider] =
    /^arn:aws[\w-]*:iam::(\d{12}):(?:oidc|saml)-provider\/(.+)$/.exec(provider) ?? [];
  const host = name.toLowerCase();
  const [known, claims] =
    Object.entries(OPEN_PROVIDERS).find(([open]) => host === open || host.startsWith(`${open}/`)) ?? [];
  const isOpen = claims !== undefined && ![host, known ?? ''].some((it) => bindsToken(tests, it, claims));
  return [...(owner === undefined ? [] : [owner]), ...(isOpen ? [`anybody at ${host}`] : [])];
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

/** A text in a text in a text is what programs make that write one policy into another's request. */
const MOST_LAYERS = 4;

function policyIn(document: JsonValue | null | undefined): JsonObject | undefined {
  let value = document;
  for (let layer = 0; typeof value === 'string' && layer < MOST_LAYERS; layer += 1) value = parsed(value);
  return isObject(value) ? withSmallNames(value) : undefined;
}

function parsed(text: string): JsonValue | undefined {
  return firstParsed([
    text,
    unescaped(text),
    unescaped(text.replaceAll('+', ' ')),
    unescaped(unescaped(text)),
  ]);
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Names of members are the same however they are written. */
function withSmallNames(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}

/** `"*"`, `{ "AWS": "*" }`, `{ "AWS": ["…"], "Service": "…" }`. */
function principalsOf(principal: JsonValue | undefined): readonly string[] {
  return typeof principal === 'string' ? [principal] : principalsNamed(principal, 'aws');
}

function principalsNamed(principal: JsonValue | undefined, kind: string): readonly string[] {
  return isObject(principal) ? textsOf(withSmallNames(principal)[kind]) : [];
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}
