import { type CfnResource, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** What a rule says about one resource. */
export interface NagFinding {
  /** `AwsSolutions-IAM5[Resource::*]` */
  readonly rule: string;
  readonly path: string;
  /** The nearest acknowledgement around the resource; absent for a finding that nobody explained. */
  readonly explainedBy?: Acknowledgement;
}

export interface Acknowledgement {
  readonly rule: string;
  readonly reason: string;
  /** Path of the construct at which it stands. */
  readonly path: string;
}

/** What is acknowledged at this very construct. */
function acknowledgedAt(construct: IConstruct): readonly Acknowledgement[] {
  return construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([rule, reason]) => ({
      rule: rule.replace(/^annotation::/i, ''),
      reason,
      path: construct.node.path,
    }));
}

/** Every acknowledgement in a tree of constructs. */
export function acknowledgements(root: IConstruct): readonly Acknowledgement[] {
  return root.node.findAll().flatMap(acknowledgedAt);
}

/**
 * What the three packs find in a synthesized stack, explained or not. The packs leave out what is acknowledged, so
 * their own question about it is answered here: an acknowledgement that no rule asks for is found, too.
 */
export function nagFindings(root: IConstruct): readonly NagFinding[] {
  const findings: NagFinding[] = [];
  for (const pack of [new AwsSolutionsChecks(), new NIST80053R5Checks(), new ServerlessChecks()]) {
    const isAcknowledged = (resource: CfnResource, rule: string): boolean => {
      const explainedBy = resource.node.scopes
        .toReversed()
        .flatMap(acknowledgedAt)
        .find((acknowledgement) => acknowledgement.rule === rule);
      findings.push({ rule, path: resource.node.path, ...(explainedBy !== undefined && { explainedBy }) });
      return true;
    };
    Reflect.set(pack, 'isAcknowledged', isAcknowledged);
    pack.validateScope(root);
  }
  return findings;
}
