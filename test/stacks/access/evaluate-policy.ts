/** One call, as IAM sees it. */
export interface PolicyRequest {
  /** `ecs:DescribeServices` */
  readonly action: string;
  /** ARN, or `*` for actions without resources. */
  readonly resource: string;
  /** ARN of who calls; matters to policies of resources. */
  readonly principal?: string;
  /** Condition keys of the request; a key that the service does not give is absent. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export type Verdict = 'allowed' | 'denied' | 'not mentioned';

type OneOrMany = string | readonly string[];

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: OneOrMany;
  readonly Resource: OneOrMany;
  readonly Principal?: '*' | Readonly<Record<string, OneOrMany>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany | number>>>>;
}

/**
 * What IAM says: an explicit denial wins, then an allowance; whatever no statement mentions is refused as well
 * (IAM user guide, "Policy evaluation logic"). What it does not know it refuses to judge.
 */
export function evaluatePolicy(statements: readonly Statement[], request: PolicyRequest): Verdict {
  const applying = statements.filter((statement) => applies(statement, request));
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'denied';
  return applying.length > 0 ? 'allowed' : 'not mentioned';
}

function applies(statement: Statement, request: PolicyRequest): boolean {
  for (const part of Object.keys(statement)) {
    if (!['Sid', 'Effect', 'Action', 'Resource', 'Principal', 'Condition'].includes(part)) {
      throw new TypeError(`this evaluator knows no ${part}`);
    }
  }
  const context = {
    ...request.context,
    ...(request.principal !== undefined && { 'aws:PrincipalArn': request.principal }),
  };
  return (
    many(statement.Action).some((action) => isLike(request.action.toLowerCase(), action.toLowerCase())) &&
    many(statement.Resource).some((resource) => isLike(request.resource, resource)) &&
    isPrincipal(statement.Principal, request.principal) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) =>
        holds(operator, valuesOf(context, key), many(typeof values === 'number' ? String(values) : values)),
      ),
    )
  );
}

const many = (value: OneOrMany): readonly string[] => (typeof value === 'string' ? [value] : value);

/** Names of condition keys are compared without regard to case. */
function valuesOf(
  context: NonNullable<PolicyRequest['context']>,
  key: string,
): readonly string[] | undefined {
  const [, value] = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase()) ?? [];
  return value === undefined ? undefined : many(value);
}

/** `*` stands for any characters, `?` for one. */
function isLike(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

function isPrincipal(principal: Statement['Principal'], caller: string | undefined): boolean {
  if (principal === undefined || principal === '*') return true;
  const named = many(principal['AWS'] ?? []);
  return named.includes('*') || (caller !== undefined && named.includes(caller));
}

type Compare = (value: string, wanted: string) => boolean;

const COMPARE: Readonly<Record<string, Compare>> = {
  StringEquals: (value, wanted) => value === wanted,
  StringLike: isLike,
  // Six parts between colons, each with its own wildcards; Equals and Like behave the same.
  ArnEquals: isArnLike,
  ArnLike: isArnLike,
  Bool: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  NumericLessThan: (value, wanted) => Number(value) < Number(wanted),
};

function isArnLike(value: string, wanted: string): boolean {
  const parts = (arn: string) => {
    const split = arn.split(':');
    return [...split.slice(0, 5), split.slice(5).join(':')];
  };
  const pattern = parts(wanted);
  return parts(value).every((part, index) => isLike(part, pattern[index] ?? ''));
}

function holds(operator: string, values: readonly string[] | undefined, wanted: readonly string[]): boolean {
  if (operator === 'Null') return (values === undefined) === (wanted[0] === 'true');
  const {
    1: quantifier,
    2: name = '',
    3: ifExists,
  } = /^(ForAnyValue:|ForAllValues:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const isNegated = /^(?:String|Arn)Not/.test(name);
  const compare = COMPARE[name.replace('Not', '')];
  if (compare === undefined) throw new TypeError(`this evaluator knows no condition operator ${operator}`);
  // An absent key: nothing equals it, so the negated form holds; IfExists waives the condition.
  if (values === undefined) {
    return quantifier === 'ForAnyValue:'
      ? false
      : ifExists !== undefined || isNegated || quantifier !== undefined;
  }
  const one = (value: string) => wanted.some((each) => compare(value, each)) !== isNegated;
  return quantifier === 'ForAnyValue:' ? values.some(one) : values.every(one);
}
