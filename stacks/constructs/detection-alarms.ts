import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type AlarmGroup, alarmGroups } from '../../deployment/alarm-groups';
import { deployedPlacement } from '../../deployment/deployed-placement';
import type { Placement } from '../../detections/placement';
import { ConfigError } from '../config';
import { detectionAlarms } from '../detection/alarms/detection-alarms';
import { muteWindows } from '../detection/alarms/mute-windows';
import { letAlarmsPublish } from '../detection/messages/alarms-publish';
import { enclosingScope } from '../parts/harborwatch-scope';
import { HarborwatchConstruct } from './harborwatch-construct';
import type { HarborwatchProps } from './harborwatch-props';

export interface DetectionAlarmsProps extends HarborwatchProps {
  /**
   * Log group of a CloudTrail trail. It takes 100 metric filters: where it has some already, give
   * `settings: { 'monitor.filterPlaces': … }`, and a `TrailAnalyzer` runs what has no place.
   */
  readonly trailLogGroup?: ILogGroup;
  /**
   * Whether the records of the trail are read from its bucket: there are no filters then.
   *
   * @internal
   */
  readonly isTrailInBucket?: boolean;
  /**
   * Log group of VPC flow logs; an alarm says when they stop.
   *
   * @default - nobody is told when they stop
   */
  readonly flowLogGroup?: ILogGroup;
  /**
   * Log group of containers that write the lines of docs/workload.md.
   *
   * @default - no container writes such lines, and detections on them have no alarm
   */
  readonly containerLogGroup?: ILogGroup;
  /**
   * What alarms publish to, when they turn red and when they are over. An encrypted topic's key must let
   * `cloudwatch.amazonaws.com` in.
   */
  readonly topic: ITopic;
}

/**
 * Metric filters and alarms of the catalogue on the log group of a trail: what sounds even when all functions are down.
 */
export class DetectionAlarms extends HarborwatchConstruct {
  /** The alarm of every detection that has one, by the detection's id. */
  readonly alarms: ReadonlyMap<string, IAlarm>;
  /** @internal */
  readonly placement: Placement;
  /**
   * Detections that share a metric and an alarm.
   *
   * @internal
   */
  readonly groups: readonly AlarmGroup[];

  constructor(scope: Construct, id: string, props: DetectionAlarmsProps) {
    super(scope, id, props);
    const { settings } = this;
    if (enclosingScope(scope) === undefined) letAlarmsPublish(props.topic, this.account);
    const { trailLogGroup, flowLogGroup, containerLogGroup, topic, isTrailInBucket = false } = props;
    if (trailLogGroup === undefined && !isTrailInBucket) {
      throw new ConfigError(`${this.node.path} has no trailLogGroup; give the log group of a trail`);
    }
    this.placement = deployedPlacement({
      ...settings,
      filterPlaces: this.filterPlaces,
      containerLogs: containerLogGroup !== undefined,
      custom: this.custom,
    });
    // Filters without a place run in the trail analyzer: here they have neither metric nor alarm.
    const catalogue = this.placement.alarmed;
    this.groups = alarmGroups(catalogue, settings, settings.alarms);
    this.alarms = detectionAlarms(this, {
      catalogue,
      groups: this.groups,
      ...(trailLogGroup === undefined ? { isTrailInBucket } : { trailLogGroup }),
      topic,
      ...(flowLogGroup !== undefined && { flowLogGroup }),
      ...(containerLogGroup !== undefined && { containerLogGroup }),
    });
    muteWindows(this, this.alarms, this.groups);
  }
}
