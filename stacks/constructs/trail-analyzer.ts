import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ConfigError } from '../config';
import { functionAlarms } from '../detection/alarms/function-alarms';
import { queueAlarm, TRAIL_BATCHES_FAILED } from '../detection/alarms/queue-alarm';
import { runningAlarms } from '../detection/alarms/running-alarms';
import { subscribeTrailAnalyzer } from '../detection/feed-trail-analyzer';
import { listed } from '../detection/handlers/common-variables';
import { letTell } from '../detection/handlers/handler-permissions';
import { handlerVariables } from '../detection/handlers/handler-variables';
import { makeSchedules } from '../detection/handlers/schedules';
import { HandlerFunction } from '../parts/handler-function';
import type { DetectionAlarms } from './detection-alarms';
import { HarborwatchConstruct } from './harborwatch-construct';
import type { HarborwatchProps } from './harborwatch-props';
import { ownSurroundings, type Surroundings } from './surroundings';

export interface TrailAnalyzerProps extends HarborwatchProps {
  /**
   * Log group of a CloudTrail trail; one of its two subscriptions is taken.
   *
   * @default - within a pipeline: the records come from a bucket
   */
  readonly trailLogGroup?: ILogGroup;
  /** Where findings are sent, and alarms on the analyzer itself. */
  readonly topic: ITopic;
  /**
   * Metric filters and alarms on the same log group: what they tell, the analyzer does not tell once more.
   *
   * @default - there are none, and the analyzer judges their patterns, too
   */
  readonly detectionAlarms?: DetectionAlarms;
  /** @internal */
  readonly within?: Surroundings;
}

/**
 * Judges every API call of a trail by what no filter pattern can say: chains of calls, first times, address ranges,
 * whole lists of rules.
 */
export class TrailAnalyzer extends HarborwatchConstruct {
  /** The function that judges. */
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: TrailAnalyzerProps) {
    super(scope, id, props);
    const { topic, within, trailLogGroup, detectionAlarms } = props;
    const surroundings = within ?? ownSurroundings(this, { ...props, failed: 'failed-trail-batches' });
    const { settings } = this;
    const hasFilters = within !== undefined || detectionAlarms !== undefined;
    // By this id it does not show in logical ids: they are those of the construct.
    this.function = new HandlerFunction(this, 'Default', {
      handler: 'trail-analyzer',
      variables: handlerVariables('trail-analyzer', {
        ...surroundings.variables,
        deployRoles: listed(settings.deployRoles),
        homeRegions: listed(settings.homeRegions),
        suppressions: listed(settings.suppressions),
        notifyFrom: settings.notifyFrom,
        cis: String(hasFilters && (detectionAlarms ?? this).settings.cis),
        filterPlaces: String(hasFilters ? (detectionAlarms ?? this).filterPlaces : 0),
        ownNames: this.toJsonString(surroundings.ownNames ?? []),
        learningDays: String(settings.learningDays),
      }),
      logKey: surroundings.logKey,
      onFailure: surroundings.failed,
    }).function;
    letTell(this.function, surroundings);
    if (within !== undefined) return;
    if (settings['monitor.trailSource'] === 's3') {
      throw new ConfigError(
        `${this.node.path} has the setting monitor.trailSource, s3, and reads the log group that it is given; a HarborwatchPipeline can read the files of a bucket`,
      );
    }
    if (trailLogGroup === undefined) {
      throw new ConfigError(
        `${this.node.path} has no trailLogGroup; a TrailAnalyzer by itself reads a log group, a HarborwatchPipeline can read the files of a bucket`,
      );
    }
    subscribeTrailAnalyzer(this, trailLogGroup, this.function);
    const functions = { 'trail-analyzer': this.function };
    runningAlarms(this, functions, makeSchedules(this, functions), topic);
    const { id: alarm, holds } = TRAIL_BATCHES_FAILED;
    queueAlarm(this, alarm, { queue: surroundings.failed, holds, topic });
    functionAlarms(this, { handler: 'trail-analyzer', function: this.function, topic });
  }
}
