/** A call as a resource policy judges it. */
export interface PolicyRequest {
  /** `sns:Publish`. */
  readonly action: string;
  /** `cloudwatch.amazonaws.com`. */
  readonly service: string;
  /** What the conditions look at: keys in lower case, `aws:sourcearn`. */
  readonly context: Readonly<Record<string, string>>;
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * Does a resource policy let an AWS service make the call? Only as far as topics' policies go: principal, action,
 * and conditions on strings, ARNs and booleans. What is not understood does not hold, neither for Allow nor for
 * Deny.
 */
export function allows(policy: string, request: PolicyRequest): boolean {
  const statements = statementsOf(policy).filter(
    (statement) =>
      namesService(statement.Principal, request.service) &&
      listOf(statement.Action).some((action) => isLike(request.action, action, true)) &&
      Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
        Object.entries(keys).every(([key, values]) =>
          holds(operator, request.context[key.toLowerCase()], listOf(values)),
        ),
      ),
  );
  return (
    statements.some(({ Effect }) => Effect === 'Allow') && !statements.some(({ Effect }) => Effect === 'Deny')
  );
}

function statementsOf(policy: string): readonly Statement[] {
  try {
    const { Statement: found } = JSON.parse(policy) as { Statement?: Statement | readonly Statement[] };
    return listOf(found);
  } catch {
    return [];
  }
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

function namesService(principal: Statement['Principal'], service: string): boolean {
  if (principal === undefined) return false;
  if (typeof principal === 'string') return principal === '*';
  const { Service, AWS } = principal;
  return listOf(AWS).includes('*') || listOf(Service).some((name) => name === service || name === '*');
}

function holds(operator: string, actual: string | undefined, values: readonly string[]): boolean {
  const [, name = '', ifExists] = /^(.*?)(IfExists)?$/.exec(operator) ?? [];
  if (actual === undefined) return ifExists !== undefined;
  switch (name) {
    case 'StringEquals':
      return values.includes(actual);
    case 'StringEqualsIgnoreCase':
    case 'Bool':
      return values.some((value) => String(value).toLowerCase() === actual.toLowerCase());
    case 'StringLike':
    case 'ArnEquals':
    case 'ArnLike':
      return values.some((value) => isLike(actual, value, false));
    case 'StringNotEquals':
      return !values.includes(actual);
    case 'StringNotLike':
    case 'ArnNotEquals':
    case 'ArnNotLike':
      return !values.some((value) => isLike(actual, value, false));
    default:
      return false;
  }
}

/** `*` and `?` as policies have them. */
function isLike(text: string, pattern: string, ignoresCase: boolean): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, ignoresCase ? 'is' : 's').test(text);
}
