import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type ITopic, SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Detection } from '../detections/detection';
import type { HandlerName } from '../handlers/bundling';
import { IMPORTED_KINDS } from '../handlers/security-hub/imported-kinds';
import { chainAlarms } from './detection/chain-alarms';
import { deployedCatalogue } from './detection/deployed-catalogue';
import { describeDeployment } from './detection/describe-deployment';
import { detectionAlarms } from './detection/detection-alarms';
import { makeFastPath } from './detection/fast-path';
import { subscribeAnalyzer } from './detection/flow-subscription';
import { functionAlarms } from './detection/function-alarms';
import { makeHandlers } from './detection/handlers';
import { MessageQueue } from './detection/message-queue';
import { MessageTopic } from './detection/message-topic';
import { messagesKey } from './detection/messages-key';
import { muteWindows } from './detection/mute-windows';
import { makeSchedules } from './detection/schedules';
import { StateTable } from './detection/state-table';
import { subscribeCanary, subscribePeople } from './detection/subscribers';
import { workloadAlarms } from './detection/workload-alarms';
import { workloadEvents } from './detection/workload-events';
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
  /** What could not be handed on or judged; empty when all is well. */
  readonly deadLetterQueues: readonly IQueue[];
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

    const undelivered = new MessageQueue(this, 'Undelivered', {
      suffix: 'undelivered',
      key,
      isLast: 'it is the dead-letter queue',
    });
    const failedBatches = new MessageQueue(this, 'FailedBatches', {
      suffix: 'failed-flow-batches',
      key,
      isLast: 'it is the failure destination: people send its batches again',
    });
    const canaryQueue = new MessageQueue(this, 'Canary', {
      suffix: 'canary',
      key,
      kept: Duration.days(1),
      isLast: 'a canary that nobody takes in a day is worth nothing',
    });
    this.deadLetterQueues = [undelivered, failedBatches];
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
    const securityHubImport = functions['security-hub-import'];
    if (securityHubImport !== undefined) {
      notificationTopic.addSubscription(
        new LambdaSubscription(securityHubImport, {
          deadLetterQueue: undelivered,
          filterPolicy: { kind: SubscriptionFilter.stringFilter({ allowlist: [...IMPORTED_KINDS] }) },
        }),
      );
    }
    const schedules = makeSchedules(this, functions);
    const subscription = subscribeAnalyzer(this, archive.flowLogGroup, functions['flow-log-analyzer']);

    this.catalogue = deployedCatalogue(this.settings);
    const alarms = detectionAlarms(this, {
      catalogue: this.catalogue,
      trailLogGroup: archive.trailLogGroup,
      flowLogGroup: archive.flowLogGroup,
      topic: alarmTopic,
    });
    muteWindows(this, alarms);
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
    workloadAlarms(this, props.watched, healthTopic);
    const { clusterName } = props.watched;
    if (clusterName !== undefined) {
      workloadEvents(this, { clusterName, logKey: archive.logKey, undelivered, topic: healthTopic });
    }

    const { settings, names } = this;
    describeDeployment(this, {
      name: settings.name,
      region: this.region,
      account: this.account,
      mode: settings.mode,
      trail: {
        ...(archive.trailArn !== undefined && { arn: archive.trailArn }),
        logGroup: archive.trailLogGroup.logGroupName,
        bucket: archive.trailBucket.bucket.bucketName,
      },
      flowLogs: {
        vpcId: props.vpcId,
        logGroup: archive.flowLogGroup.logGroupName,
        format: archive.flowLogFormat,
        subscriptionPattern: subscription.pattern,
        bucket: archive.flowLogBucket.bucket.bucketName,
      },
      catalogue: { deployRoles: settings.deployRoles, homeRegions: settings.homeRegions, cis: settings.cis },
      topics: {
        alarms: alarmTopic.topicArn,
        notifications: notificationTopic.topicArn,
        health: healthTopic.topicArn,
      },
      // The daily audit is in the stack after this one, which needs this one's topics.
      functions: Object.fromEntries(
        [...Object.keys(functions), 'scheduled-audit'].map((handler) => [
          handler,
          `${settings.name}-${handler}`,
        ]),
      ),
      audit: { workgroup: names.athenaWorkgroup, database: names.glueDatabase },
    });
    for (const [id, topic] of Object.entries({
      AlarmTopicArn: alarmTopic,
      NotificationTopicArn: notificationTopic,
      HealthTopicArn: healthTopic,
    })) {
      new CfnOutput(this, id, { value: topic.topicArn });
    }
  }
}
