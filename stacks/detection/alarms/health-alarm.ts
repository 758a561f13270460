import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AlarmSettings } from '../../../detections/detection';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import { JudgedAlarm, periodOf } from './judged-alarm';

export interface HealthAlarmProps {
  readonly topic: ITopic;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** @default 'Sum' */
  readonly statistic?: string;
  readonly alarm: AlarmSettings;
  readonly isToldWithoutData?: boolean;
  /** What is broken, what it costs and what to type: there is no function between this and who reads it. */
  readonly description: string;
}

/** An alarm on the monitoring itself or on the workload; it goes straight to people. The id names the alarm. */
export class HealthAlarm extends Construct {
  constructor(scope: HarborwatchScope, id: string, props: HealthAlarmProps) {
    super(scope, id);
    const { namespace, metricName, dimensions, statistic = 'Sum', alarm, topic, description } = props;
    const { isToldWithoutData = false } = props;
    new JudgedAlarm(this, 'Alarm', {
      alarmName: scope.names.alarm(id),
      alarmDescription: description,
      metric: new Metric({
        namespace,
        metricName,
        dimensionsMap: { ...dimensions },
        statistic,
        period: periodOf(alarm),
      }),
      judged: alarm,
      topic,
      isToldWithoutData,
    });
  }
}

/** Red on anything at all within five minutes. */
export const onAnything: AlarmSettings = {
  threshold: 1,
  periodMinutes: 5,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: 'notBreaching',
};

/** Red when two of three periods of five minutes have some: one that was tried again and went well is none. */
export const onRepeated: AlarmSettings = { ...onAnything, evaluationPeriods: 3, datapointsToAlarm: 2 };

/** Red when nothing came for so long. */
export function onNothingFor(periodMinutes: number): AlarmSettings {
  return { ...onAnything, comparison: 'below', periodMinutes, treatMissingData: 'breaching' };
}

/**
 * Without data when a thing of every day was missed once: CloudWatch looks at 30 hours, in parts of six. Such an alarm
 * is never red; `isToldWithoutData` tells it.
 */
export const onMissedDay: AlarmSettings = {
  ...onAnything,
  comparison: 'below',
  periodMinutes: 6 * 60,
  evaluationPeriods: 5,
  datapointsToAlarm: 5,
  treatMissingData: 'missing',
};
