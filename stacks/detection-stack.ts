import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Detection } from '../detections/detection';
import type { HandlerName } from '../handlers/bundling';
import { chainAlarms } from './detection/chain-alarms';
import { deployedCatalogue } from './detection/deployed-catalogue';
import { detectionAlarms } from './detection/detection-alarms';
import { makeFastPath } from './detection/fast-path';
import { subscribeAnalyzer } from './detection/flow-subscription';
import { functionAlarms } from './detection/function-alarms';
import { makeHandlers } from './detection/handlers';
import { MessageQueue } from './detection/message-queue';
import { MessageTopic } from './detection/message-topic';
import { messagesKey } from './detection/messages-key';
import { makeSchedules } from './detection/schedules';
import { StateTable } from './detection/state-table';
import { subscribeCanary, subscribePeople } from './detection/subscribers';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchiveStack } from './log-archive-stack';
import type { WatchedWorkload } from './watched';

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
  /** The detections that this deployment has. */
  readonly catalogue: readonly Detection[];

  constructor(scope: Construct, props: DetectionStackProps) {
    super(scope, 'DetectionStack', props);
    const { archive } = props;
    const key = messagesKey(this);
    const alarmTopic = new MessageTopic(this, 'AlarmTopic', {
      suffix: 'alarms',
      displayName: 'Harborwatch alarms as CloudWatch says them',
      key,
      takesAlarms: true,
    });
    const notificationTopic = new MessageTopic(this, 'NotificationTopic', {
      suffix: 'notifications',
      displayName: 'Harborwatch',
      key,
      takesAlarms: false,
    });
    const healthTopic = new MessageTopic(this, 'HealthTopic', {
      suffix: 'health',
      displayName: 'Harborwatch health',
      key,
      takesAlarms: true,
    });
    this.alarmTopic = alarmTopic;
    this.notificationTopic = notificationTopic;
    this.healthTopic = healthTopic;
    this.stateTable = new StateTable(this, 'State', ['kind', 'id'], key);
    this.toldTable = new StateTable(this, 'Told', ['id'], key);

    const undelivered = new MessageQueue(this, 'Undelivered', { suffix: 'undelivered', key });
    const failedBatches = new MessageQueue(this, 'FailedBatches', { suffix: 'failed-flow-batches', key });
    const canaryQueue = new MessageQueue(this, 'Canary', { suffix: 'canary', key, kept: Duration.days(1) });
    subscribePeople(this, { notificationTopic, healthTopic });
    subscribeCanary(this, notificationTopic, canaryQueue);

    const functions = makeHandlers(this, {
      archive,
      key,
      alarmTopic,
      notificationTopic,
      healthTopic,
      stateTable: this.stateTable,
      toldTable: this.toldTable,
      canaryQueue,
      failedBatches,
    });
    this.functions = functions;
    alarmTopic.addSubscription(
      new LambdaSubscription(functions['alarm-context'], { deadLetterQueue: undelivered }),
    );
    const schedules = makeSchedules(this, functions);
    const subscription = subscribeAnalyzer(this, archive.flowLogGroup, functions['flow-log-analyzer']);

    this.catalogue = deployedCatalogue(this.settings);
    const alarms = detectionAlarms(this, {
      catalogue: this.catalogue,
      trailLogGroup: archive.trailLogGroup,
      flowLogGroup: archive.flowLogGroup,
      topic: alarmTopic,
    });
    makeFastPath(this, { catalogue: this.catalogue, handler: functions['alarm-context'], undelivered });

    for (const [handler, made] of Object.entries(functions) as [HandlerName, IFunction][]) {
      functionAlarms(this, { handler, function: made, topic: healthTopic });
    }
    chainAlarms(this, {
      archive,
      topics: { alarms: alarmTopic, notifications: notificationTopic, health: healthTopic },
      functions,
      schedules,
      queues: {
        'messages-undelivered': { queue: undelivered, holds: 'Alarms or events that could not be handed on' },
        'flow-batches-failed': {
          queue: failedBatches,
          holds: 'Batches of flow-log lines that could not be judged',
        },
      },
      subscriptionName: subscription.filterName,
    });
  }
}
