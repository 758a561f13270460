import { ANALYZER_METRICS, TRAIL_METRICS } from '../handler-metrics';
import type { PRICES } from './prices';

/** A synthesized template, as far as its price depends on it. */
export interface PricedTemplate {
  readonly Resources?: Readonly<
    // biome-ignore lint/suspicious/noExplicitAny: what a template says is only known when it is looked at
    Record<string, { readonly Type: string; readonly Properties?: any }>
  >;
}

/** What a deployment has of everything that is paid for by the month, whatever happens in it. */
export interface Counted {
  readonly alarms: number;
  readonly compositeAlarms: number;
  readonly dashboards: number;
  /** Metrics that have a value in most hours. */
  readonly metrics: number;
  readonly keys: number;
  readonly secrets: number;
  /** Interface endpoints, each in each of its subnets. */
  readonly endpoints: number;
  readonly loadBalancers: number;
  readonly natGateways: number;
  /** Public IPv4 addresses: of tasks, of a load balancer in each of its subnets, of NAT gateways. */
  readonly addresses: number;
  /** Clusters with Container Insights and a service. */
  readonly insights: number;
  /** Of the tasks that always run. */
  readonly virtualCpus: number;
  readonly memoryGigabytes: number;
  /** Nodes of a search engine, by their kind, and the disks of those that hold records. */
  readonly searchNodes: Readonly<Partial<Record<SearchNodeKind, number>>>;
  readonly searchGigabytes: number;
  /** Projects of a pipeline, by the kind of machine that they build on. */
  readonly builders: Readonly<Partial<Record<BuilderKind, number>>>;
}

export type BuilderKind = keyof typeof PRICES.buildPerMinute;
export type SearchNodeKind = keyof typeof PRICES.searchNodePerHour;

/**
 * Metrics of the functions with values in most hours: the canary and the chain check, hourly; what the analyzers took
 * and saw, without what is rare. Of findings, two or three kinds an hour on a public address, by severity.
 */
const OF_FUNCTIONS =
  2 + Object.values(ANALYZER_METRICS).length - 2 + (Object.values(TRAIL_METRICS).length - 1) + 3;

export function countTemplates(templates: readonly PricedTemplate[]): Counted {
  const resources = templates.flatMap(({ Resources = {} }) => Object.values(Resources));
  const of = (type: string) =>
    resources.flatMap(({ Type, Properties = {} }) => (Type === type ? [Properties] : []));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  const alarms = of('AWS::CloudWatch::Alarm');
  // An alarm on an expression is paid for by each metric in it.
  const alarmMetrics = alarms.map(({ Metrics }) =>
    Metrics === undefined
      ? 1
      : Metrics.filter((each: { MetricStat?: unknown }) => each.MetricStat !== undefined).length,
  );
  const zeros = of('AWS::Logs::MetricFilter').flatMap(({ MetricTransformations }) =>
    MetricTransformations.flatMap(
      ({ DefaultValue, MetricName }: { DefaultValue?: number; MetricName: string }) =>
        DefaultValue === undefined ? [] : [MetricName],
    ),
  );
  const balancers = of('AWS::ElasticLoadBalancingV2::LoadBalancer');
  const services = of('AWS::ECS::Service');
  const scaled = of('AWS::ApplicationAutoScaling::ScalableTarget').map(({ MinCapacity }) =>
    Number(MinCapacity),
  );
  const tasks =
    services.length === 0
      ? 0
      : (scaled[0] ?? sum(services.map(({ DesiredCount = 1 }) => Number(DesiredCount))));
  const isPublic = services.some(
    ({ NetworkConfiguration }) => NetworkConfiguration?.AwsvpcConfiguration?.AssignPublicIp === 'ENABLED',
  );
  const [task] = of('AWS::ECS::TaskDefinition');
  const watched = of('AWS::ECS::Cluster').filter(({ ClusterSettings }) =>
    JSON.stringify(ClusterSettings ?? '').includes('enabled'),
  );
  const nats = of('AWS::EC2::NatGateway').length;
  const hasFunctions = resources.some(({ Type }) => Type === 'AWS::Logs::SubscriptionFilter');
  return {
    alarms: sum(alarmMetrics),
    compositeAlarms: of('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: of('AWS::CloudWatch::Dashboard').length,
    metrics: new Set(zeros).size + (hasFunctions && alarms.length > 0 ? OF_FUNCTIONS : 0),
    keys: of('AWS::KMS::Key').length,
    secrets: of('AWS::SecretsManager::Secret').length,
    endpoints: sum(
      of('AWS::EC2::VPCEndpoint').map(({ VpcEndpointType, SubnetIds = [] }) =>
        VpcEndpointType === 'Interface' ? SubnetIds.length : 0,
      ),
    ),
    loadBalancers: balancers.length,
    natGateways: nats,
    addresses:
      nats +
      (isPublic ? tasks : 0) +
      sum(balancers.map(({ Scheme, Subnets = [] }) => (Scheme === 'internet-facing' ? Subnets.length : 0))),
    insights: services.length > 0 ? watched.length : 0,
    virtualCpus: (tasks * Number(task?.Cpu ?? 0)) / 1_024,
    memoryGigabytes: (tasks * Number(task?.Memory ?? 0)) / 1_024,
    ...search(of('AWS::OpenSearchService::Domain')),
    // The image of a workload is built by a project of its own, once a version: below a dollar.
    builders: of('AWS::CodePipeline::Pipeline').length === 0 ? {} : builders(of('AWS::CodeBuild::Project')),
  };
}

function search(
  // biome-ignore lint/suspicious/noExplicitAny: what a template says is only known when it is looked at
  domains: readonly any[],
): Pick<Counted, 'searchNodes' | 'searchGigabytes'> {
  const searchNodes: Partial<Record<SearchNodeKind, number>> = {};
  const add = (kind: SearchNodeKind, count: number) => {
    searchNodes[kind] = (searchNodes[kind] ?? 0) + count;
  };
  let searchGigabytes = 0;
  for (const { ClusterConfig, EBSOptions } of domains) {
    add(ClusterConfig.InstanceType, ClusterConfig.InstanceCount);
    if (ClusterConfig.DedicatedMasterEnabled === true) {
      add(ClusterConfig.DedicatedMasterType, ClusterConfig.DedicatedMasterCount);
    }
    searchGigabytes += ClusterConfig.InstanceCount * EBSOptions.VolumeSize;
  }
  return { searchNodes, searchGigabytes };
}

function builders(
  // biome-ignore lint/suspicious/noExplicitAny: what a template says is only known when it is looked at
  projects: readonly any[],
): Counted['builders'] {
  const kinds = projects
    .filter(({ Source }) => Source.Type === 'CODEPIPELINE')
    .map(({ Environment: { Type, ComputeType } }) => `${Type} ${ComputeType}` as BuilderKind);
  return Object.fromEntries(
    [...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length]),
  );
}
