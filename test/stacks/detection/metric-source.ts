import { ANALYZER_METRICS, CHAIN_METRIC } from '../../../deployment/handler-metrics';
import { workloadNames } from '../../../stacks/workload/workload-names';
import type { Context } from '../variants';
import { ofType } from './deployed';

/** A metric as an alarm names it; dimensions may be references. */
export interface NamedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly statistic: string;
}

/** Metrics that AWS makes of a resource, with the statistic that is right for each (its own user guides). */
const OF_AWS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS/Lambda': {
    Errors: 'Sum',
    Throttles: 'Sum',
    Duration: 'Maximum',
    AsyncEventsDropped: 'Sum',
    DestinationDeliveryFailures: 'Sum',
    Invocations: 'Sum',
  },
  'AWS/SQS': { ApproximateNumberOfMessagesVisible: 'Maximum' },
  'AWS/SNS': { NumberOfNotificationsFailed: 'Sum' },
  'AWS/Logs': { IncomingLogEvents: 'Sum', DeliveryErrors: 'Sum', DeliveryThrottling: 'Sum' },
  'AWS/Firehose': { 'DeliveryToS3.DataFreshness': 'Maximum' },
  'AWS/Scheduler': { TargetErrorCount: 'Sum', InvocationDroppedCount: 'Sum' },
  'AWS/ECS': { CPUUtilization: 'SampleCount' },
  'ECS/ContainerInsights': { DesiredTaskCount: 'Average', RunningTaskCount: 'Average' },
  'AWS/ApiGateway': { '4xx': 'Sum', '5xx': 'Sum' },
  'AWS/ApplicationELB': {
    HTTPCode_ELB_5XX_Count: 'Sum',
    HTTPCode_Target_5XX_Count: 'Sum',
    UnHealthyHostCount: 'Maximum',
  },
};

/** The names that the workload's stack shares; its own tests hold its resources to them. */
const WORKLOAD = workloadNames({ name: 'harborwatch' });

const HANDLERS = [...Object.values(ANALYZER_METRICS), CHAIN_METRIC];

/** Why there is no such metric in that deployment; undefined for one that something makes. */
export function missingSource(metric: NamedMetric, namespace: string, context: Context): string | undefined {
  const { name, dimensions, statistic } = metric;
  const what = `${metric.namespace} ${name} ${JSON.stringify(dimensions)} ${statistic}`;
  if (metric.namespace === namespace) {
    const isCounted = ofType('AWS::Logs::MetricFilter', context).some(
      ({ Properties }) => Properties['MetricTransformations'][0].MetricName === name,
    );
    const isFilter = isCounted && Object.keys(dimensions).length === 0 && statistic === 'Sum';
    const isHandler = HANDLERS.some(
      (known) => known.name === name && JSON.stringify(known.dimensions) === JSON.stringify(dimensions),
    );
    return isFilter || isHandler ? undefined : `nothing makes ${what}`;
  }
  if (OF_AWS[metric.namespace]?.[name] !== statistic) return `AWS makes no ${what}`;
  const strange = Object.entries(dimensions).filter(([key, value]) => !isKnown(key, value, context));
  return strange.length === 0 ? undefined : `${what}: ${JSON.stringify(strange)} is of no resource`;
}

/** Is the value of a dimension a resource of the same deployment, or named as existing by a setting? */
function isKnown(dimension: string, value: unknown, context: Context): boolean {
  const refs = (type: string) => ofType(type, context).map(({ id }) => id);
  const {
    Ref,
    'Fn::GetAtt': attribute,
    'Fn::ImportValue': imported,
  } = (value ?? {}) as Record<string, unknown>;
  const [owner, what] = (attribute ?? []) as readonly string[];
  const named = Object.values(context).flatMap((setting) => String(setting).split(','));
  switch (dimension) {
    case 'FunctionName':
      return refs('AWS::Lambda::Function').includes(String(Ref));
    case 'QueueName':
      return refs('AWS::SQS::Queue').includes(owner ?? '') && what === 'QueueName';
    case 'TopicName':
      return refs('AWS::SNS::Topic').includes(owner ?? '') && what === 'TopicName';
    case 'ScheduleGroup':
      return ofType('AWS::Scheduler::ScheduleGroup', context).some(
        ({ Properties }) => Properties['Name'] === value,
      );
    case 'FilterName':
      return (
        value === WORKLOAD.containerLogDelivery ||
        ofType('AWS::Logs::SubscriptionFilter', context).some(
          ({ Properties }) => Properties['FilterName'] === value,
        )
      );
    case 'DestinationType':
      return value === 'Lambda' || value === 'Firehose';
    case 'LogGroupName':
      return (
        String(imported).includes(':ExportsOutputRef') ||
        named.includes(String(value)) ||
        value === WORKLOAD.containerLogGroup
      );
    default:
      // Of the workload: an export of its stack, a name that its stack shares, or a setting.
      return (
        imported !== undefined ||
        named.includes(String(value)) ||
        Object.values<string>(WORKLOAD).includes(String(value))
      );
  }
}
