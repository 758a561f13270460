import { type IResolvable, Reference, Stack, Tokenization, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Says, where the construct is made, why a rule of cdk-nag does not hold for it.
 *
 * @param rule as the report names it, `AwsSolutions-L1` or `AwsSolutions-IAM5[Action::kms:ReEncrypt*]`
 */
export function acknowledge(construct: IConstruct, rule: string | readonly string[], reason: string): void {
  for (const id of typeof rule === 'string' ? [rule] : rule) {
    Validations.of(construct).acknowledge({ id, reason });
  }
}

/**
 * Says why a policy below the construct names a resource with a wildcard, `${bucket.bucketArn}/AWSLogs/*`. The rule's
 * id holds the logical id of the bucket, or the name of its export: neither is written by hand.
 */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  acknowledge(construct, `AwsSolutions-IAM5[Resource::${asReported(Stack.of(construct), resource)}]`, reason);
}

/** A text with tokens as cdk-nag writes it: `<Bucket83908E77.Arn>/AWSLogs/*`. */
function asReported(stack: Stack, text: string): string {
  const resolved = Tokenization.reverseString(text).mapTokens({ mapToken: (token) => inStack(stack, token) });
  return flat(resolved.join({ join: (left, right) => flat(left) + flat(right) }));
}

/** What the template of the stack will say: what another stack has is imported by the name of its export. */
function inStack(stack: Stack, token: IResolvable): IResolvable {
  if (Reference.isReference(token) && Stack.of(token.target) !== stack) {
    return stack.resolve(Stack.of(token.target).exportValue(token));
  }
  return stack.resolve(token);
}

function flat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, inner] = ['', undefined]] = Object.entries(value);
  switch (name) {
    case 'Ref':
      return `<${String(inner)}>`;
    case 'Fn::GetAtt':
      return `<${(inner as readonly string[]).join('.')}>`;
    case 'Fn::ImportValue':
      return flat(inner);
    case 'Fn::Join': {
      const [separator, items] = inner as readonly [string, readonly unknown[]];
      return items.map(flat).join(separator);
    }
    default:
      return JSON.stringify(value);
  }
}
