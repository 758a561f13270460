import { Aws, CfnCondition, Fn, type ICfnRuleConditionExpression } from 'aws-cdk-lib';
import type { HarborwatchStack } from '../harborwatch-stack';

/** Lists for the projection of partitions; they may hold what only the deployment knows. */
export interface AuditedPlaces {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** CloudFormation's Or takes so many conditions. */
const MOST_OF_OR = 10;

function either(conditions: readonly ICfnRuleConditionExpression[]): ICfnRuleConditionExpression {
  if (conditions.length === 1) return conditions[0] as ICfnRuleConditionExpression;
  const groups = Array.from({ length: Math.ceil(conditions.length / MOST_OF_OR) }, (_, at) =>
    conditions.slice(at * MOST_OF_OR, (at + 1) * MOST_OF_OR),
  );
  const judged = groups.map((group) => (group.length === 1 ? either(group) : Fn.conditionOr(...group)));
  return either(judged);
}

/**
 * Where a trail of all regions has records: the home regions, us-east-1 for what is global, and the region of the
 * deployment, which is only known when it is deployed. A region listed twice would give each record twice.
 */
export function placesOfTrail(stack: HarborwatchStack): AuditedPlaces {
  const { auditAccounts, auditRegions, homeRegions } = stack.settings;
  const accounts = auditAccounts.length > 0 ? auditAccounts : [Aws.ACCOUNT_ID];
  if (auditRegions.length > 0) return { accounts, regions: auditRegions };
  const known = [...new Set([...homeRegions, 'us-east-1'])].sort();
  const isKnown = new CfnCondition(stack, 'IsInKnownRegion', {
    expression: either(known.map((region) => Fn.conditionEquals(Aws.REGION, region))),
  });
  const regions = Fn.conditionIf(isKnown.logicalId, known.join(','), [...known, Aws.REGION].join(','));
  return { accounts, regions: [regions.toString()] };
}

/** Where this deployment's own flow logs and containers are: one account, one region. */
export function placesOfDeployment({ settings }: HarborwatchStack): AuditedPlaces {
  const { auditAccounts, auditRegions } = settings;
  return {
    accounts: auditAccounts.length > 0 ? auditAccounts : [Aws.ACCOUNT_ID],
    regions: auditRegions.length > 0 ? auditRegions : [Aws.REGION],
  };
}
