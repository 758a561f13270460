import { asList, flat, plainId, type Resource, resources } from './deployments';
import { REASONS_FOR_WILDCARDS } from './reasons-for-wildcards';

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** What a resource gives to whoever has its role. */
function identityStatements({ Type, Properties }: Resource): readonly Statement[] {
  switch (Type) {
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::ManagedPolicy':
      return Properties.PolicyDocument.Statement;
    case 'AWS::IAM::Role':
      return (Properties.Policies ?? []).flatMap(
        ({ PolicyDocument }: { PolicyDocument: { Statement: readonly Statement[] } }) =>
          PolicyDocument.Statement,
      );
    default:
      return [];
  }
}

/** What the policy of a bucket, key, topic or queue says; one of an endpoint lets callers out, and nobody in. */
function resourceStatements({ Type, Properties }: Resource): readonly Statement[] {
  if (!/^AWS::(?:S3|KMS|SNS|SQS|ECR|SecretsManager)::/.test(Type)) return [];
  const document = Properties?.PolicyDocument ?? Properties?.KeyPolicy;
  return document?.Statement ?? [];
}

const hasWildcard = (text: string) => text.includes('*');

/** `detection ChainCheckRole: logs:DescribeLogGroups on *`, one for each action and resource. */
function wildcardsOf(statement: Statement): readonly string[] {
  const actions = asList(statement.Action ?? []);
  const named = asList(statement.Resource ?? []).map(flat);
  const wide = named.filter(hasWildcard);
  return actions.flatMap((action) =>
    hasWildcard(action)
      ? named.map((resource) => `${action} on ${resource}`)
      : wide.map((resource) => `${action} on ${resource}`),
  );
}

const wildcards = (): readonly string[] => [
  ...new Set(
    resources().flatMap(({ stack, id, resource }) =>
      identityStatements(resource)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(wildcardsOf)
        .map((text) => `${stack} ${plainId(id).replace(/DefaultPolicy$/, '')}: ${text}`),
    ),
  ),
];

export function iamWildcards(): void {
  test('every right with a wildcard has a reason', () => {
    const unexplained = wildcards().filter(
      (text) => !REASONS_FOR_WILDCARDS.some(({ right }) => right.test(text)),
    );
    expect(unexplained.sort()).toEqual([]);
  });

  test('every reason is that of a right that somebody has', () => {
    const all = wildcards();
    const idle = REASONS_FOR_WILDCARDS.filter(({ right }) => !all.some((text) => right.test(text)));
    expect(idle.map(({ right }) => right.source)).toEqual([]);
  });

  test('nobody has a right to everything but something', () => {
    const inverted = resources().flatMap(({ id, resource }) =>
      identityStatements(resource)
        .filter(
          ({ Effect, NotAction, NotResource }) =>
            Effect === 'Allow' && (NotAction !== undefined || NotResource !== undefined),
        )
        .map(() => id),
    );
    expect(inverted).toEqual([]);
  });

  test("managed policies of AWS are those of CDK's own functions only", () => {
    const managed = resources('AWS::IAM::Role').flatMap(({ stack, id, resource }) =>
      ((resource.Properties.ManagedPolicyArns ?? []) as readonly unknown[]).map(
        (policy) => `${stack} ${plainId(id)}: ${flat(policy).replace(/.*policy\//, '')}`,
      ),
    );
    expect([...new Set(managed)].sort()).toEqual(MANAGED);
  });

  test('no policy of a bucket, key, topic or queue lets everybody in', () => {
    const open = resources().flatMap(({ variant, id, resource }) =>
      resourceStatements(resource)
        .filter(
          ({ Effect, Principal, Condition }) =>
            Effect === 'Allow' &&
            Condition === undefined &&
            (Principal === '*' || JSON.stringify(Principal) === '{"AWS":"*"}'),
        )
        .map(() => `${variant}: ${id}`),
    );
    expect(open).toEqual([]);
  });
}

/** They empty the buckets of a demonstration. */
const MANAGED: readonly string[] = [
  'archive CustomS3AutoDeleteObjectsCustomResourceProviderRole: service-role/AWSLambdaBasicExecutionRole',
  'pipeline CustomS3AutoDeleteObjectsCustomResourceProviderRole: service-role/AWSLambdaBasicExecutionRole',
];
