import type { Template } from 'aws-cdk-lib/assertions';
import type { Statement } from './evaluate-policy';

/** Where the templates of these tests are deployed. */
export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
};

/** A value of a template as CloudFormation would fill it in; `Id.Arn` stands for what only a deployment knows. */
export function filledIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filledIn);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, inner] = ['', undefined]] = Object.entries(value);
  switch (name) {
    case 'Ref':
      return PSEUDO[String(inner)] ?? String(inner);
    case 'Fn::GetAtt':
      return (inner as readonly string[]).join('.');
    case 'Fn::ImportValue':
      return String(inner);
    case 'Fn::Join': {
      const [separator, parts] = inner as readonly [string, readonly unknown[]];
      return parts.map(filledIn).join(separator);
    }
    default:
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filledIn(part)]));
  }
}

/** The statements of the policies of one type whose logical ids begin as said, ready to be judged. */
export function statementsOf(
  template: Template,
  type: string,
  beginning = '',
  property = 'PolicyDocument',
): readonly Statement[] {
  const found = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(beginning));
  expect(found.length).toBeGreaterThan(0);
  return found.flatMap(([, { Properties }]) => {
    const document = (Properties as Record<string, { readonly Statement: unknown }>)[property];
    return filledIn(document?.Statement ?? []) as readonly Statement[];
  });
}

/** What the role whose logical id begins as said may do, by its own policies and those that name it. */
export function roleStatements(template: Template, beginning: string): readonly Statement[] {
  const roles = Object.entries(template.findResources('AWS::IAM::Role')).filter(([id]) =>
    id.startsWith(beginning),
  );
  expect(roles.map(([id]) => id)).toHaveLength(1);
  const [id, role] = roles[0] ?? [];
  const attached = Object.values(template.findResources('AWS::IAM::Policy'))
    .map(({ Properties }) => Properties)
    .filter(({ Roles }) => (filledIn(Roles) as readonly string[]).includes(id ?? ''));
  return [...(role?.['Properties'].Policies ?? []), ...attached].flatMap(
    ({ PolicyDocument }) => filledIn(PolicyDocument.Statement) as readonly Statement[],
  );
}

/** The logical id of the one resource of a type whose id begins as said. */
export function idIn(template: Template, type: string, beginning: string): string {
  const found = Object.keys(template.findResources(type)).filter((id) => id.startsWith(beginning));
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}
