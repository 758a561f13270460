import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Says, where the construct is made, why a rule of cdk-nag does not hold for it.
 *
 * @param rule as the report names it, `AwsSolutions-IAM5[Resource::*]`
 */
export function acknowledge(construct: IConstruct, rule: string | readonly string[], reason: string): void {
  for (const id of typeof rule === 'string' ? [rule] : rule) {
    Validations.of(construct).acknowledge({ id, reason });
  }
}
