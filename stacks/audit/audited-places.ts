import { Aws, CfnMapping, Fn } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { HarborwatchStack } from '../harborwatch-stack';

/** Lists for the projection of partitions; they may hold what only the deployment knows. */
export interface AuditedPlaces {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** The regions of each partition, `aws`, `aws-cn`, as CDK knows them. */
function regionsByPartition(): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const { name, partition } of RegionInfo.regions) {
    if (partition === undefined) continue;
    found[partition] = [...(found[partition] ?? []), name].sort();
  }
  return found;
}

/**
 * Where a trail of all regions has records: every region of the partition, which is only known when it is deployed. A
 * list without one would answer "nothing" for it although its files are there; a region without files costs a listing
 * of nothing.
 */
export function placesOfTrail(stack: HarborwatchStack): AuditedPlaces {
  const { auditAccounts, auditRegions } = stack.settings;
  const accounts = auditAccounts.length > 0 ? auditAccounts : [Aws.ACCOUNT_ID];
  if (auditRegions.length > 0) return { accounts, regions: auditRegions };
  const byPartition = new CfnMapping(stack, 'RegionsOfTrail', {
    mapping: Object.fromEntries(
      Object.entries(regionsByPartition()).map(([partition, regions]) => [
        partition,
        { regions: regions.join(',') },
      ]),
    ),
  });
  return { accounts, regions: [Fn.findInMap(byPartition.logicalId, Aws.PARTITION, 'regions')] };
}

/** Where this deployment's own flow logs and containers are: one account, one region. */
export function placesOfDeployment({ settings }: HarborwatchStack): AuditedPlaces {
  const { auditAccounts, auditRegions } = settings;
  return {
    accounts: auditAccounts.length > 0 ? auditAccounts : [Aws.ACCOUNT_ID],
    regions: auditRegions.length > 0 ? auditRegions : [Aws.REGION],
  };
}
