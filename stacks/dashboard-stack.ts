import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnMetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { buildDashboards } from '../dashboards/dashboards';
import { alarmIds } from '../deployment/alarm-groups';
import { CANARY_ID } from '../deployment/canary';
import { familiesOf } from '../detections/catalogue';
import { compileFlowLogFormat } from '../records/flow-logs/flow-log-format';
import type { DetectionChain } from './detection/detection-chain';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchive } from './log-archive/log-archive';
import type { WatchedWorkload } from './watched';

export interface DashboardStackProps extends HarborwatchStackProps {
  readonly archive: LogArchive;
  readonly detection: DetectionChain;
  readonly watched: WatchedWorkload;
  /** Whose alarms are shown beside those of the catalogue. */
  readonly alarmStacks: readonly HarborwatchStack[];
}

/** What people look at. */
export class DashboardStack extends HarborwatchStack {
  constructor(scope: Construct, { archive, detection, watched, alarmStacks, ...props }: DashboardStackProps) {
    super(scope, 'DashboardStack', props);
    const { settings, names } = this;
    // By name and not by reference: what imports nothing stands in nobody's way when a function goes.
    const handlers = [...Object.keys(detection.functions), 'scheduled-audit'];
    buildDashboards(this, {
      deployment: settings.name,
      region: this.region,
      names,
      families: deployedFamilies(detection, settings),
      placeOf: detection.placeOf,
      alarmIds: alarmIds(detection.alarmGroups),
      isCompact: settings.alarms === 'family',
      trailLogGroup: archive.trailLogGroup?.logGroupName,
      flowLogGroup: archive.flowLogGroup.logGroupName,
      flowLogFormat: compileFlowLogFormat(archive.flowLogFormat),
      sshPorts: settings.sshPorts,
      functions: Object.fromEntries(handlers.map((handler) => [handler, names.function(handler)])),
      ownAlarms: alarmsBeyond(detection, alarmStacks),
      ecsEvents: filtersBeyond(detection),
      deadLetterQueues: Object.fromEntries(
        Object.entries(detection.deadLetterQueues).map(([what, { queueName }]) => [what, queueName]),
      ),
      workgroup: names.athenaWorkgroup,
      runbookUrl: settings.runbookUrl,
      workload: watched,
    });
  }
}

/** The alarms of these stacks that are no detection's. */
function alarmsBeyond(
  { catalogue, alarmGroups, names }: DetectionChain,
  stacks: readonly HarborwatchStack[],
): readonly string[] {
  const ofCatalogue = new Set([...catalogue, ...alarmGroups].map(({ id }) => names.alarm(id)));
  return stacks
    .flatMap(({ node }) => node.findAll())
    .flatMap((part) => (part instanceof CfnAlarm && part.alarmName !== undefined ? [part.alarmName] : []))
    .filter((name) => !ofCatalogue.has(name));
}

/** The metrics of its filters that are no detection's and not the canary's. */
function filtersBeyond({ node, catalogue, alarmGroups }: DetectionChain): readonly string[] {
  const known = new Set([...[...catalogue, ...alarmGroups].map(({ id }) => id), CANARY_ID]);
  return node
    .findAll()
    .flatMap((part) => (part instanceof CfnMetricFilter ? [part.metricTransformations].flat() : []))
    .map((transformation) => (transformation as CfnMetricFilter.MetricTransformationProperty).metricName)
    .filter((name) => !known.has(name));
}

/** What is deployed of each family. */
function deployedFamilies(
  { catalogue }: DetectionChain,
  { deployRoles, homeRegions }: HarborwatchStackProps['settings'],
) {
  return Object.fromEntries(
    familiesOf(catalogue, { deployRoles, homeRegions }).map(({ family, detections }) => [family, detections]),
  );
}
