import {
  AlarmRule,
  AlarmState,
  CompositeAlarm,
  type IAlarm,
  Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type AlarmGroup, alarmIds, groupText } from '../../../deployment/alarm-groups';
import { alarmText } from '../../../deployment/alarm-text';
import { type HandlerMetric, TRAIL_METRICS } from '../../../deployment/handler-metrics';
import type { Detection } from '../../../detections/detection';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import { CountingFilter, FilterAlarm, MetricAlarm } from './filter-alarm';
import { JudgedAlarm, periodOf } from './judged-alarm';

export interface DetectionAlarmsProps {
  readonly catalogue: readonly Detection[];
  /** Detections that share a metric and an alarm. */
  readonly groups: readonly AlarmGroup[];
  /** @default - there is none, and no filter has a place: the trail analyzer runs them */
  readonly trailLogGroup?: ILogGroup;
  /** @default - nobody is told when flow logs stop */
  readonly flowLogGroup?: ILogGroup;
  /** @default - no container writes lines, and detections on them have no alarm */
  readonly containerLogGroup?: ILogGroup;
  readonly topic: ITopic;
  /**
   * Does the trail analyzer take records from a bucket, so that its own metric says when they stop?
   *
   * @default false
   */
  readonly isTrailInBucket?: boolean;
}

const metricOf = ({ name, dimensions }: HandlerMetric) => ({
  metricName: name,
  dimensionsMap: { ...dimensions },
});

/**
 * The alarm of every detection that has one, by its id. Analyzers have none: a finding is told by the function that
 * finds it, at once and with its evidence, and an alarm on their number would say the same later with less.
 */
export function detectionAlarms(
  scope: HarborwatchScope,
  props: DetectionAlarmsProps,
): ReadonlyMap<string, IAlarm> {
  const alarms = new Map<string, IAlarm>();
  const { catalogue, groups, topic } = props;
  const { runbookUrl } = scope.settings;
  const groupOf = alarmIds(groups);
  for (const { id, alarm, members } of groups) {
    const description = groupText({ id, members }, runbookUrl);
    const made = new MetricAlarm(new Construct(scope, id), 'Alarm', scope.names, {
      id,
      alarm,
      description,
      topic,
    });
    for (const member of members) alarms.set(member.id, made);
  }
  for (const detection of catalogue) {
    const { id, detector, alarm, set } = detection;
    const description = alarmText(detection, scope.settings.runbookUrl);
    if (alarm === undefined) continue;
    if (detector.kind === 'filter' || detector.kind === 'container-filter') {
      const { pattern } = detector;
      const logGroup = detector.kind === 'filter' ? props.trailLogGroup : props.containerLogGroup;
      if (logGroup === undefined) continue;
      // Zeros are part of what the CIS controls' text asks for.
      const countsZeros = set === 'cis';
      const metricName = groupOf.get(id);
      if (metricName !== undefined) {
        new CountingFilter(scope, id, { pattern, logGroup, countsZeros, metricName });
        continue;
      }
      const made = new FilterAlarm(scope, id, { pattern, logGroup, alarm, description, topic, countsZeros });
      alarms.set(id, made.alarm);
    } else if (detector.kind === 'silence') {
      const silent = detector.of === 'cloudtrail' ? props.trailLogGroup : props.flowLogGroup;
      const metric =
        silent === undefined && detector.of === 'cloudtrail' && props.isTrailInBucket === true
          ? { namespace: scope.names.metricNamespace, ...metricOf(TRAIL_METRICS.records) }
          : silent && {
              namespace: 'AWS/Logs',
              metricName: 'IncomingLogEvents',
              dimensionsMap: { LogGroupName: silent.logGroupName },
            };
      if (metric === undefined) continue;
      const made = new JudgedAlarm(new Construct(scope, id), 'Alarm', {
        alarmName: scope.names.alarm(id),
        alarmDescription: description,
        metric: new Metric({ ...metric, statistic: Stats.SUM, period: periodOf(alarm) }),
        judged: alarm,
        topic,
      });
      alarms.set(id, made);
    }
  }
  for (const detection of catalogue) {
    const { id, detector } = detection;
    if (detector.kind !== 'composite') continue;
    const children = detector.of.flatMap((child) => alarms.get(child) ?? []);
    // A child without a place among the metric filters has no alarm: what it is part of cannot be red.
    if (children.length < detector.of.length) continue;
    const made = new CompositeAlarm(new Construct(scope, id), 'Alarm', {
      compositeAlarmName: scope.names.alarm(id),
      alarmDescription: alarmText(detection, scope.settings.runbookUrl),
      alarmRule: AlarmRule.allOf(...children.map((child) => AlarmRule.fromAlarm(child, AlarmState.ALARM))),
    });
    const action = new SnsAction(topic);
    made.addAlarmAction(action);
    made.addOkAction(action);
    alarms.set(id, made);
  }
  return alarms;
}
