import { TRAIL_METRICS } from '../../../deployment/handler-metrics';
import type { AlarmSettings, Detection } from '../../../detections/detection';
import type { MetricAlarm } from '../aws/metrics';
import type { Subject } from '../check';

/** What an alarm on a metric is compared by, in CloudWatch's words. */
export interface WantedAlarm {
  readonly Namespace: string;
  readonly MetricName: string;
  /** `LogGroupName=trail`, sorted; empty for none. */
  readonly Dimensions: string;
  readonly Statistic: string;
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
}

/** The alarm of a detection on a metric; undefined for those that have another kind, or none. */
export function wantedAlarm(detection: Detection, subject: Subject): WantedAlarm | undefined {
  const { detector, alarm, id } = detection;
  if (alarm === undefined) return undefined;
  switch (detector.kind) {
    case 'filter':
    case 'container-filter':
      return {
        Namespace: subject.names.metricNamespace,
        MetricName: id,
        Dimensions: '',
        ...judgement(alarm),
      };
    case 'silence': {
      const { trail, flowLogs } = subject.deployment;
      const group = detector.of === 'cloudtrail' ? trail.logGroup : flowLogs.logGroup;
      if (group === undefined) {
        const { name, dimensions } = TRAIL_METRICS.records;
        return {
          Namespace: subject.names.metricNamespace,
          MetricName: name,
          Dimensions: Object.entries(dimensions)
            .map((dimension) => dimension.join('='))
            .join(','),
          ...judgement(alarm),
        };
      }
      return {
        Namespace: 'AWS/Logs',
        MetricName: 'IncomingLogEvents',
        Dimensions: `LogGroupName=${group}`,
        ...judgement(alarm),
      };
    }
    default:
      return undefined;
  }
}

function judgement(alarm: AlarmSettings) {
  return {
    Statistic: 'Sum',
    Period: alarm.periodMinutes * 60,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison === 'below' ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
    TreatMissingData: alarm.treatMissingData,
  };
}

/** Where a deployed alarm differs, a clause each: `Period is 300, not 600`. */
export function differencesFrom(wanted: WantedAlarm, alarm: MetricAlarm): readonly string[] {
  const dimensions = (alarm.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`).sort();
  const actual: Readonly<Record<keyof WantedAlarm, string | number | undefined>> = {
    Namespace: alarm.Namespace,
    MetricName: alarm.MetricName,
    Dimensions: dimensions.join(','),
    Statistic: alarm.Statistic,
    Period: alarm.Period,
    EvaluationPeriods: alarm.EvaluationPeriods,
    // CloudWatch leaves out M where it equals N.
    DatapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
    Threshold: alarm.Threshold,
    ComparisonOperator: alarm.ComparisonOperator,
    TreatMissingData: alarm.TreatMissingData ?? 'missing',
  };
  return Object.entries(wanted).flatMap(([name, value]) => {
    const own = actual[name as keyof WantedAlarm];
    return own === value ? [] : [`${name} is ${shown(own)}, not ${shown(value)}`];
  });
}

function shown(value: string | number | undefined): string {
  return value === undefined || value === '' ? 'none' : String(value);
}
