import { buildCatalogue } from '../../detections/catalogue';
import { DEFAULT_SETTINGS } from '../../detections/detection';
import { nearNames } from '../../detections/near-names';
import { customOf } from './custom';
import { hasBucketOnly } from './filter-places';
import type { GivenSettings } from './settings';
import type { STAGES } from './values';

type Stage = (typeof STAGES)[number];

/** What a stage teaches and production must not have. */
const WEAKNESSES: Readonly<Partial<Record<Stage, string>>> = {
  open: 'a published password in its image',
  restricted: 'a published password in its image',
  'browser-shell': 'a shell in the browser',
};

/** What each setting allows by itself and no deployment allows together: a sentence for each. */
export function refuse(settings: GivenSettings): readonly string[] {
  const problems: string[] = [];
  const needs = (key: keyof GivenSettings, other: keyof GivenSettings) => {
    const given = settings[key];
    const isGiven = Array.isArray(given) ? given.length > 0 : given !== undefined && given !== false;
    if (isGiven && settings[other] === undefined) problems.push(`the setting ${key} needs ${other} as well`);
  };
  const { mode, stage } = settings;

  const weakness = stage === undefined ? undefined : WEAKNESSES[stage];
  if (mode === 'production' && weakness !== undefined) {
    problems.push(
      `the setting stage is "${stage}" in mode production; allowed are secrets and hardened: ${stage} has ${weakness}`,
    );
  }
  if (stage !== undefined && settings['monitor.existingVpcId'] !== undefined) {
    problems.push(
      `the setting stage is "${stage}", and monitor.existingVpcId names a VPC in which no workload is made; give one of them`,
    );
  }
  needs('monitor.existingClusterName', 'monitor.existingVpcId');
  needs('monitor.existingServiceNames', 'monitor.existingClusterName');
  needs('monitor.existingLoadBalancer', 'monitor.existingVpcId');
  needs('monitor.existingTargetGroup', 'monitor.existingLoadBalancer');
  needs('monitor.trailLogGroupName', 'monitor.trailBucketName');
  if (settings['monitor.trailSource'] === 'logs' && hasBucketOnly(settings)) {
    problems.push(
      'the setting monitor.trailBucketName needs monitor.trailLogGroupName as well, or monitor.trailSource=s3, which reads the records from the bucket some minutes later',
    );
  }
  needs('monitor.trailTopicArn', 'monitor.trailBucketName');
  if (settings['monitor.trailTopicArn'] !== undefined && settings['monitor.trailSource'] !== 's3') {
    problems.push(
      'monitor.trailTopicArn names files of the trail, which are read with monitor.trailSource=s3 only; set it as well',
    );
  }
  needs('monitor.trailBucketPrefix', 'monitor.trailBucketName');
  needs('monitor.trailKeyArn', 'monitor.trailBucketName');
  needs('monitor.trailArn', 'monitor.trailBucketName');
  needs('organizationTrail', 'organizationId');
  needs('workload.authentication', 'workload.certificateArn');
  if (settings['workload.guardDutyRuntimeMonitoring'] && settings['monitor.existingVpcId'] !== undefined) {
    problems.push(
      'workload.guardDutyRuntimeMonitoring is of the cluster that is made, and monitor.existingVpcId names a VPC in which none is; switch it on in GuardDuty, with the tag GuardDutyManaged=true on the cluster',
    );
  }
  const isApi = settings['workload.front'] === 'api';
  if (!isApi && settings['workload.apiAuthorizer'] !== undefined) {
    problems.push('the setting workload.apiAuthorizer needs workload.front=api as well');
  }
  if (isApi && settings['workload.certificateArn'] !== undefined) {
    problems.push(
      'workload.certificateArn is for a load balancer that people reach, and workload.front=api puts an API with a certificate of AWS before it; give one of them',
    );
  }
  if (settings.organizationTrail && settings['monitor.trailBucketName'] !== undefined) {
    problems.push(
      'organizationTrail makes a trail, and monitor.trailBucketName names that of one; give one of them',
    );
  }
  if (settings['workload.maxTasks'] < settings['workload.minTasks']) {
    problems.push(
      `the setting workload.maxTasks is ${settings['workload.maxTasks']}; allowed is workload.minTasks (${settings['workload.minTasks']}) or more`,
    );
  }
  problems.push(...pipelineProblems(settings), ...searchProblems(settings));
  const windows = settings.muteWindows.map(({ name }) => name);
  for (const name of new Set(windows.filter((one, index) => windows.indexOf(one) !== index))) {
    problems.push(
      `the setting muteWindows has more than one window named "${name}"; give each a name of its own`,
    );
  }
  const ids = buildCatalogue({
    ...DEFAULT_SETTINGS,
    homeRegions: ['us-east-1'],
    custom: customOf(settings),
  }).map(({ id }) => id);
  const named = [
    ...settings.suppressions.map(({ detection }) => ({ key: 'suppressions', detection })),
    ...settings.muteWindows.flatMap(({ detections }) =>
      detections.map((detection) => ({ key: 'muteWindows', detection })),
    ),
  ];
  for (const { key, detection } of named) {
    if (ids.includes(detection)) continue;
    const [nearest] = nearNames(detection, ids);
    problems.push(
      `the setting ${key} names the detection "${detection}", which is not in the catalogue${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
    );
  }
  return problems;
}

function searchProblems(settings: GivenSettings): readonly string[] {
  const subnets = settings['search.subnetIds'].length;
  const readers = settings['search.readerRoles'].length;
  const isAttached = settings['monitor.existingVpcId'] !== undefined;
  if (settings.search === 'off') {
    return [
      ...(subnets === 0 ? [] : ['the setting search.subnetIds needs search=domain as well']),
      ...(readers === 0 ? [] : ['the setting search.readerRoles needs search=domain as well']),
    ];
  }
  if (!isAttached) {
    return subnets === 0 ? [] : ['the setting search.subnetIds needs monitor.existingVpcId as well'];
  }
  const needed = settings.mode === 'production' ? 2 : 1;
  return subnets >= needed
    ? []
    : [
        `the setting search.subnetIds names ${subnets} subnets; search=domain in the VPC of monitor.existingVpcId needs ${needed}${needed > 1 ? ', in two zones' : ''}`,
      ];
}

function pipelineProblems(settings: GivenSettings): readonly string[] {
  const { pipeline } = settings;
  const needed = [
    'pipeline.environment',
    'pipeline.repository',
    ...(pipeline === 'codepipeline' ? (['pipeline.connectionArn'] as const) : []),
  ] as const;
  if (pipeline !== 'off') {
    const problems = needed
      .filter((key) => settings[key] === undefined)
      .map((key) => `the setting pipeline=${pipeline} needs ${key} as well`);
    const [owner, , more] = settings['pipeline.repository']?.split('/') ?? [];
    if (pipeline === 'github' && owner !== undefined && more !== undefined) {
      problems.push(
        `the setting pipeline.repository is "${settings['pipeline.repository']}"; allowed with pipeline=github is owner/name`,
      );
    }
    return problems;
  }
  return (['pipeline.environment', 'pipeline.repository', 'pipeline.connectionArn'] as const)
    .filter((key) => settings[key] !== undefined)
    .map((key) => `the setting ${key} needs pipeline as well`);
}
