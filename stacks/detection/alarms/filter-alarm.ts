import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DeployedNames } from '../../../deployment/deployed-names';
import type { AlarmSettings } from '../../../detections/detection';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import { JudgedAlarm, periodOf } from './judged-alarm';

export interface FilterAlarmProps {
  readonly pattern: string;
  readonly logGroup: ILogGroup;
  readonly alarm: AlarmSettings;
  readonly description: string;
  readonly topic: ITopic;
  /**
   * Counts a zero for each minute with records and no match. A metric with points is paid for by the hour, so that
   * zeros in a hundred metrics cost thirty dollars a month and say nothing.
   *
   * @default - no point where nothing matches
   */
  readonly countsZeros?: boolean;
}

export interface CountingFilterProps extends Pick<FilterAlarmProps, 'pattern' | 'logGroup' | 'countsZeros'> {
  /** @default - the id, which names the filter */
  readonly metricName?: string;
}

/** A filter on a log group that counts what it matches. The id names the filter. */
export class CountingFilter extends Construct {
  constructor(scope: HarborwatchScope, id: string, props: CountingFilterProps) {
    super(scope, id);
    const { names } = scope;
    const filter = new MetricFilter(this, 'Filter', {
      filterName: names.alarm(id),
      logGroup: props.logGroup,
      filterPattern: FilterPattern.literal(props.pattern),
      metricNamespace: names.metricNamespace,
      metricName: props.metricName ?? id,
      metricValue: '1',
      ...(props.countsZeros === true && { defaultValue: 0 }),
    });
    afterTheOthers(filter, props.logGroup);
  }
}

/** A filter on a log group and the alarm on what it counts. The id names filter, metric and alarm. */
export class FilterAlarm extends CountingFilter {
  readonly alarm: JudgedAlarm;

  constructor(scope: HarborwatchScope, id: string, props: FilterAlarmProps) {
    super(scope, id, props);
    const { alarm, description, topic } = props;
    this.alarm = new MetricAlarm(this, 'Alarm', scope.names, { id, alarm, description, topic });
  }
}

/** An alarm on what filters of ours count: the id names metric and alarm. */
export class MetricAlarm extends JudgedAlarm {
  constructor(
    scope: Construct,
    constructId: string,
    names: DeployedNames,
    {
      id,
      alarm,
      description,
      topic,
    }: Pick<FilterAlarmProps, 'alarm' | 'description' | 'topic'> & { readonly id: string },
  ) {
    super(scope, constructId, {
      alarmName: names.alarm(id),
      alarmDescription: description,
      metric: new Metric({
        namespace: names.metricNamespace,
        metricName: id,
        statistic: Stats.SUM,
        period: periodOf(alarm),
      }),
      judged: alarm,
      topic,
    });
  }
}

const latest = new WeakMap<ILogGroup, MetricFilter>();

/**
 * CloudWatch Logs takes one change of a group's filters at a time and refuses what comes meanwhile
 * (OperationAbortedException), so that CloudFormation, which makes a hundred at once, may fail half-way.
 */
function afterTheOthers(filter: MetricFilter, logGroup: ILogGroup): void {
  const before = latest.get(logGroup);
  if (before !== undefined) filter.node.addDependency(before);
  latest.set(logGroup, filter);
}
