import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AlarmSettings } from '../../detections/detection';
import type { HarborwatchStack } from '../harborwatch-stack';
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

/** A filter on a log group and the alarm on what it counts. The id names filter, metric and alarm. */
export class FilterAlarm extends Construct {
  readonly alarm: JudgedAlarm;

  constructor(scope: HarborwatchStack, id: string, props: FilterAlarmProps) {
    super(scope, id);
    const { names } = scope;
    const { metricNamespace } = names;
    const filter = new MetricFilter(this, 'Filter', {
      filterName: names.alarm(id),
      logGroup: props.logGroup,
      filterPattern: FilterPattern.literal(props.pattern),
      metricNamespace,
      metricName: id,
      metricValue: '1',
      ...(props.countsZeros === true && { defaultValue: 0 }),
    });
    afterTheOthers(filter, props.logGroup);
    this.alarm = new JudgedAlarm(this, 'Alarm', {
      alarmName: names.alarm(id),
      alarmDescription: props.description,
      metric: new Metric({
        namespace: metricNamespace,
        metricName: id,
        statistic: Stats.SUM,
        period: periodOf(props.alarm),
      }),
      judged: props.alarm,
      topic: props.topic,
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
