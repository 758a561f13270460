import type { Settings } from '../config';

/** What the preflight sees of an account and region; undefined for what could not be looked at. */
export interface SeenAccount {
  readonly region: string;
  /** Class of the log group of an existing trail. */
  readonly logGroupClass?: string | undefined;
  /** Names of the resource policies of CloudWatch Logs. */
  readonly resourcePolicies?: readonly string[] | undefined;
  readonly trails?:
    | readonly { readonly name: string; readonly homeRegion: string; readonly isMultiRegion: boolean }[]
    | undefined;
  /** Log groups whose names this deployment would give. */
  readonly logGroups?: readonly string[] | undefined;
  /** Managed policies of the account whose names this deployment would give. */
  readonly policies?: readonly string[] | undefined;
  /** Ids of the stacks of this deployment that are there. */
  readonly stacks?: readonly string[] | undefined;
}

/** CloudWatch Logs and CloudTrail, "Quotas", for an account and region. */
const MOST_RESOURCE_POLICIES = 10;
const MOST_TRAILS = 5;

/** What a deploy would find out half-way: a sentence each, with the way out. */
export function accountProblems(settings: Settings, seen: SeenAccount): readonly string[] {
  return [
    ...ofClass(settings, seen),
    ...ofResourcePolicies(settings, seen),
    ...ofTrails(settings, seen),
    ...ofNames(settings, seen),
  ];
}

/** Metric filters and subscriptions are for groups of class Standard. */
function ofClass(settings: Settings, { logGroupClass }: SeenAccount): readonly string[] {
  if (logGroupClass === undefined || logGroupClass === 'STANDARD') return [];
  return [
    `${settings['monitor.trailLogGroupName']} is of class ${logGroupClass}, which takes no metric filters, and no class can be changed: let the trail deliver to a group of class Standard`,
  ];
}

/** The policies that let EventBridge and API Gateway write into a group of ours. */
export function ownResourcePolicies(settings: Settings): readonly string[] {
  const { name } = settings;
  const hasCluster =
    settings['monitor.existingVpcId'] === undefined || settings['monitor.existingClusterName'] !== undefined;
  return [
    ...(hasCluster ? [`${name}-ecs-events`] : []),
    ...(settings['workload.front'] === 'api' ? [`${name}-api-logs`] : []),
  ];
}

function ofResourcePolicies(
  settings: Settings,
  { region, resourcePolicies = [] }: SeenAccount,
): readonly string[] {
  const own = ownResourcePolicies(settings);
  const foreign = resourcePolicies.filter((name) => !own.includes(name));
  if (foreign.length + own.length <= MOST_RESOURCE_POLICIES) return [];
  return [
    `CloudWatch Logs has ${foreign.length} resource policies in ${region} (${foreign.join(', ')}) and takes ${MOST_RESOURCE_POLICIES}; ${own.length} come: join some, aws logs describe-resource-policies shows them`,
  ];
}

function ofTrails(settings: Settings, { region, trails = [] }: SeenAccount): readonly string[] {
  if (settings['monitor.trailBucketName'] !== undefined) return [];
  const own = `${settings.name}-trail-${region}`;
  const here = trails.filter(({ name, homeRegion }) => homeRegion === region && name !== own);
  if (here.length < MOST_TRAILS) return [];
  return [
    `CloudTrail has ${here.length} trails in ${region} (${here.map(({ name }) => name).join(', ')}) and takes no sixth: watch one of them by monitor.trailLogGroupName`,
  ];
}

/** Names that a stack would give and somebody has: left by a deployment in production, most likely. */
function ofNames(
  { name }: Settings,
  { logGroups = [], policies = [], stacks }: SeenAccount,
): readonly string[] {
  // Where stacks are, the names are theirs.
  if (stacks === undefined || stacks.length > 0) return [];
  const taken = [
    ...logGroups.map((group) => `log group ${group}`),
    ...policies.map((policy) => `policy ${policy}`),
  ];
  if (taken.length === 0) return [];
  return [
    `no stack of ${name} is deployed, and ${taken.length} of its names are taken (${taken.slice(0, 5).join(', ')}${taken.length > 5 ? ', …' : ''}): what an earlier deployment in production has left; docs/production-again.md has the ways back, another name is one`,
  ];
}

/** What is no obstacle, and worth knowing before it is paid for. */
export function accountNotes(settings: Settings, { trails = [], region }: SeenAccount): readonly string[] {
  const own = `${settings.name}-trail-${region}`;
  const others = trails.filter(({ name, isMultiRegion }) => isMultiRegion && name !== own);
  const [first] = others;
  if (settings['monitor.trailBucketName'] !== undefined || first === undefined) return [];
  return [
    `the trail ${first.name} records all regions already: a second one costs $20 a million events (docs/cost.md); monitor.trailLogGroupName watches it instead`,
  ];
}
