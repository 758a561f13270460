import type { AlarmSettings, Detection } from '../detections/detection';
import { alarmText } from './alarm-text';
import type { DeployedNames } from './deployed-names';

/** CloudFormation, as JSON: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
export interface FilterTemplate {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Description: string;
  readonly Metadata: {
    readonly harborwatch: { readonly notInThisTemplate: Readonly<Record<string, string>> };
  };
  readonly Parameters: Readonly<Record<string, object>>;
  readonly Resources: Readonly<Record<string, object>>;
  readonly Outputs: Readonly<Record<string, object>>;
}

type Resources = Record<string, object>;

const LOG_GROUP = { Ref: 'TrailLogGroupName' };
const TOPIC = { Ref: 'AlarmTopic' };

/**
 * A template for whoever deploys without these stacks: the filters of the catalogue on the log group of a trail that
 * exists, their alarms, and a topic that people subscribe to. Patterns are the catalogue's, byte for byte. What needs
 * a function or a flow log is left out and named in the template's metadata.
 */
export function filterTemplate(catalogue: readonly Detection[], names: DeployedNames): FilterTemplate {
  const resources: Resources = { AlarmTopic: topic() };
  const leftOut: Record<string, string> = {};
  let filterBefore: string | undefined;
  for (const detection of catalogue) {
    const { id, detector, alarm } = detection;
    if (alarm !== undefined && detector.kind === 'filter') {
      const filter = `${logicalId(id)}Filter`;
      resources[filter] = metricFilter(detection, detector.pattern, names, filterBefore);
      filterBefore = filter;
      resources[`${logicalId(id)}Alarm`] = metricAlarm(detection, alarm, names, {
        Namespace: names.metricNamespace,
        MetricName: id,
      });
    } else if (alarm !== undefined && detector.kind === 'silence' && detector.of === 'cloudtrail') {
      resources[`${logicalId(id)}Alarm`] = metricAlarm(detection, alarm, names, {
        Namespace: 'AWS/Logs',
        MetricName: 'IncomingLogEvents',
        Dimensions: [{ Name: 'LogGroupName', Value: LOG_GROUP }],
      });
    } else if (detector.kind === 'composite') {
      resources[`${logicalId(id)}Alarm`] = compositeAlarm(detection, detector.of, names);
    } else {
      leftOut[id] = detector.kind === 'silence' ? 'needs a flow log' : `needs a function (${detector.kind})`;
    }
  }
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Harborwatch: metric filters and alarms on the log group of a CloudTrail trail',
    Metadata: { harborwatch: { notInThisTemplate: leftOut } },
    Parameters: {
      TrailLogGroupName: {
        Type: 'String',
        Description: 'Log group, of class Standard, to which the trail delivers',
        // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
        AllowedPattern: '[\\.\\-_/#A-Za-z0-9]{1,512}',
      },
    },
    Resources: resources,
    Outputs: { AlarmTopicArn: { Description: 'Subscribe people and tools here', Value: TOPIC } },
  };
}

function topic(): object {
  return {
    Type: 'AWS::SNS::Topic',
    // Alarms cannot publish to a topic under SNS's own key, so encryption would want a key with its price.
    Properties: { Tags: [{ Key: 'application', Value: 'harborwatch' }] },
  };
}

/** Each filter waits for the one before: CloudWatch Logs takes one change of a group's filters at a time. */
function metricFilter(
  { id, set }: Detection,
  pattern: string,
  names: DeployedNames,
  before: string | undefined,
): object {
  return {
    Type: 'AWS::Logs::MetricFilter',
    ...(before !== undefined && { DependsOn: before }),
    Properties: {
      FilterName: names.alarm(id),
      LogGroupName: LOG_GROUP,
      FilterPattern: pattern,
      MetricTransformations: [
        {
          MetricNamespace: names.metricNamespace,
          MetricName: id,
          MetricValue: '1',
          // Zeros are part of what the CIS controls' text asks for; elsewhere they cost money and say nothing.
          ...(set === 'cis' && { DefaultValue: 0 }),
        },
      ],
    },
  };
}

function metricAlarm(
  detection: Detection,
  alarm: AlarmSettings,
  names: DeployedNames,
  metric: object,
): object {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: names.alarm(detection.id),
      AlarmDescription: alarmText(detection, undefined),
      ...metric,
      Statistic: 'Sum',
      Period: alarm.periodMinutes * 60,
      EvaluationPeriods: alarm.evaluationPeriods,
      DatapointsToAlarm: alarm.datapointsToAlarm,
      Threshold: alarm.threshold,
      ComparisonOperator:
        alarm.comparison === 'below' ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
      TreatMissingData: alarm.treatMissingData,
      AlarmActions: [TOPIC],
      OKActions: [TOPIC],
    },
  };
}

function compositeAlarm(detection: Detection, of: readonly string[], names: DeployedNames): object {
  const rule = of.map((id) => `ALARM("${names.alarm(id)}")`).join(' AND ');
  return {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    DependsOn: of.map((id) => `${logicalId(id)}Alarm`),
    Properties: {
      AlarmName: names.alarm(detection.id),
      AlarmDescription: alarmText(detection, undefined),
      AlarmRule: rule,
      AlarmActions: [TOPIC],
      OKActions: [TOPIC],
    },
  };
}

/** CloudFormation takes letters and digits only: `trail-stopped` is `TrailStopped`. */
function logicalId(id: string): string {
  return id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
