import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { deployedPlacement } from '../deployment/deployed-placement';
import type { Detection } from '../detections/detection';
import type { Place } from '../detections/placement';
import type { HandlerName } from '../handlers/bundling';
import { chainAlarms } from './detection/chain-alarms';
import { describeDeployment } from './detection/describe-deployment';
import { detectionAlarms } from './detection/detection-alarms';
import { makeFastPath } from './detection/fast-path';
import { feedTrailAnalyzer } from './detection/feed-trail-analyzer';
import { subscribeAnalyzer } from './detection/flow-subscription';
import { functionAlarms } from './detection/function-alarms';
import { makeHandlers } from './detection/handlers';
import { messagesKey } from './detection/messages-key';
import { muteWindows } from './detection/mute-windows';
import { makeQueues } from './detection/queues';
import { makeSchedules } from './detection/schedules';
import { StateTable } from './detection/state-table';
import { subscribeCanary, subscribeHandlers, subscribePeople } from './detection/subscribers';
import { makeTopics } from './detection/topics';
import { workloadAlarms } from './detection/workload-alarms';
import { workloadEvents } from './detection/workload-events';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchiveStack } from './log-archive-stack';
import type { WatchedWorkload } from './watched';
import { ImageFindings } from './workload/image-findings';

export interface DetectionStackProps extends HarborwatchStackProps {
  readonly archive: LogArchiveStack;
  readonly vpcId: string;
  readonly watched: WatchedWorkload;
}

/** Filters, alarms, topics, handlers and state: what turns records into messages. */
export class DetectionStack extends HarborwatchStack {
  /** CloudWatch's alarms of detections; alarm-context listens. */
  readonly alarmTopic: ITopic;
  /** Rendered messages for people and machines. */
  readonly notificationTopic: ITopic;
  /** Health alarms and failure destinations, past the handlers. */
  readonly healthTopic: ITopic;
  readonly stateTable: Table;
  readonly toldTable: Table;
  readonly functions: Readonly<Partial<Record<HandlerName, IFunction>>>;
  /** What could not be handed on or judged; empty when all is well. */
  readonly deadLetterQueues: readonly IQueue[];
  /** The detections that this deployment has. */
  readonly catalogue: readonly Detection[];
  /** Where each of them runs. */
  readonly placeOf: ReadonlyMap<string, Place>;

  constructor(scope: Construct, props: DetectionStackProps) {
    super(scope, 'DetectionStack', props);
    const { archive, vpcId, watched } = props;
    const key = messagesKey(this);
    const topics = makeTopics(this, key);
    const queues = makeQueues(this, key);
    const { undelivered } = queues;
    this.alarmTopic = topics.alarms;
    this.notificationTopic = topics.notifications;
    this.healthTopic = topics.health;
    this.deadLetterQueues = [undelivered, queues.failedBatches, queues.failedRecords];
    this.stateTable = new StateTable(this, 'State', ['kind', 'id'], key);
    this.toldTable = new StateTable(this, 'Told', ['id'], key);
    subscribePeople(this, topics);
    subscribeCanary(this, topics.notifications, queues.canary);

    const { stateTable, toldTable } = this;
    const { containerLogGroup } = watched;
    const functions = makeHandlers(this, {
      ...{ archive, key, topics, queues, stateTable, toldTable },
      ...(containerLogGroup !== undefined && { containerLogGroup }),
    });
    this.functions = functions;
    subscribeHandlers(functions, topics, undelivered);
    const schedules = makeSchedules(this, functions);
    const subscription = subscribeAnalyzer(this, archive.flowLogGroup, functions['flow-log-analyzer']);

    const hasContainerLogs = containerLogGroup !== undefined;
    const placement = deployedPlacement({
      ...this.settings,
      filterPlaces: this.filterPlaces,
      containerLogs: hasContainerLogs,
    });
    this.catalogue = placement.catalogue;
    this.placeOf = placement.placeOf;
    // Filters without a place run in the trail analyzer: here they have neither metric nor alarm.
    const catalogue = placement.alarmed;
    const { failedRecords } = queues;
    feedTrailAnalyzer(this, { archive, analyzer: functions['trail-analyzer'], key, failed: failedRecords });
    const { trailLogGroup, flowLogGroup } = archive;
    const alarms = detectionAlarms(this, {
      catalogue,
      trailLogGroup,
      flowLogGroup,
      topic: topics.alarms,
      ...(hasContainerLogs && { containerLogGroup }),
    });
    muteWindows(this, alarms);
    makeFastPath(this, { catalogue, handler: functions['alarm-context'], undelivered });

    const handlers = Object.keys(functions) as (keyof typeof functions)[];
    for (const handler of handlers) {
      const made = functions[handler];
      if (made !== undefined) functionAlarms(this, { handler, function: made, topic: topics.health });
    }
    chainAlarms(this, {
      archive,
      topics,
      queues,
      functions,
      schedules,
      subscriptionName: subscription.filterName,
    });
    workloadAlarms(this, watched, topics.health);
    const { clusterName } = watched;
    if (clusterName !== undefined) {
      workloadEvents(this, { clusterName, logKey: archive.logKey, undelivered, topic: topics.health });
    }
    const { repositoryName } = watched;
    if (repositoryName !== undefined) {
      new ImageFindings(this, 'ImageFindings', {
        repositoryName,
        target: new LambdaFunction(functions['alarm-context'], {
          deadLetterQueue: undelivered,
          maxEventAge: Duration.minutes(15),
          retryAttempts: 4,
        }),
      });
    }
    describeDeployment(this, {
      archive,
      vpcId,
      subscriptionPattern: subscription.pattern,
      topics,
      hasContainerLogs,
      // The daily audit is in the stack after this one, which needs this one's topics.
      handlers: [
        ...handlers,
        'scheduled-audit',
        ...(this.settings.taskDefinitionRule ? (['task-definition-rule'] as const) : []),
      ],
    });
  }
}
