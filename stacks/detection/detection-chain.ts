import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AlarmGroup } from '../../deployment/alarm-groups';
import type { Detection } from '../../detections/detection';
import type { Place } from '../../detections/placement';
import type { HandlerName } from '../../handlers/bundling';
import { DetectionAlarms } from '../constructs/detection-alarms';
import { HarborwatchConstruct } from '../constructs/harborwatch-construct';
import type { HarborwatchProps } from '../constructs/harborwatch-props';
import type { LogArchive } from '../log-archive/log-archive';
import type { WatchedWorkload } from '../watched';
import { ImageFindings } from '../workload/image-findings';
import { chainAlarms } from './alarms/chain-alarms';
import { functionAlarms } from './alarms/function-alarms';
import { describeDeployment } from './describe-deployment';
import { makeFastPath } from './fast-path/fast-path';
import { feedTrailAnalyzer } from './feed-trail-analyzer';
import { subscribeAnalyzer } from './flow-subscription';
import { tellOfSettings } from './former-names';
import { makeHandlers } from './handlers/handlers';
import { makeSchedules } from './handlers/schedules';
import { messagesKey } from './messages/messages-key';
import { makeQueues } from './messages/queues';
import { makeTopics } from './messages/topics';
import { warnOfNoDeployRole } from './no-deploy-role';
import { ownChainEvents } from './own-chain-events';
import { StateTable } from './state-table';
import { subscribeCanary, subscribeHandlers, subscribePeople } from './subscribers';
import { workloadEvents } from './workload-events';

export interface DetectionChainProps extends HarborwatchProps {
  readonly archive: LogArchive;
  readonly vpcId: string;
  readonly watched: WatchedWorkload;
}

/** Filters, alarms, topics, handlers and state: what turns records into messages. */
export class DetectionChain extends HarborwatchConstruct {
  /** CloudWatch's alarms of detections; alarm-context listens. */
  readonly alarmTopic: ITopic;
  /** Rendered messages for people and machines. */
  readonly notificationTopic: ITopic;
  /** Health alarms and failure destinations, past the handlers. */
  readonly healthTopic: ITopic;
  readonly stateTable: Table;
  readonly toldTable: Table;
  readonly functions: Readonly<Partial<Record<HandlerName, IFunction>>>;
  /** What could not be handed on or judged, by what lies in it; empty when all is well. */
  readonly deadLetterQueues: Readonly<Record<string, IQueue>>;
  /** The detections that this deployment has. */
  readonly catalogue: readonly Detection[];
  /** Detections that share a metric and an alarm. */
  readonly alarmGroups: readonly AlarmGroup[];
  /** Where each of them runs. */
  readonly placeOf: ReadonlyMap<string, Place>;

  constructor(scope: Construct, id: string, props: DetectionChainProps) {
    super(scope, id, props);
    const { archive, vpcId, watched } = props;
    const key = messagesKey(this);
    const topics = makeTopics(this, key);
    const queues = makeQueues(this, key);
    const { undelivered } = queues;
    this.alarmTopic = topics.alarms;
    this.notificationTopic = topics.notifications;
    this.healthTopic = topics.health;
    this.deadLetterQueues = {
      messages: undelivered,
      'flow batches': queues.failedBatches,
      'trail batches': queues.failedRecords,
    };
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
    // By this id it does not show in logical ids.
    const alarms = new DetectionAlarms(this, 'Default', {
      ...(archive.trailLogGroup === undefined
        ? { isTrailInBucket: true }
        : { trailLogGroup: archive.trailLogGroup }),
      flowLogGroup: archive.flowLogGroup,
      topic: topics.alarms,
      ...(hasContainerLogs && { containerLogGroup }),
    });
    this.catalogue = alarms.placement.catalogue;
    this.placeOf = alarms.placement.placeOf;
    warnOfNoDeployRole(this, this.catalogue);
    tellOfSettings(this, this.custom);
    this.alarmGroups = alarms.groups;
    const { failedRecords } = queues;
    feedTrailAnalyzer(this, { archive, analyzer: functions['trail-analyzer'], key, failed: failedRecords });
    ownChainEvents(this, { analyzer: functions['trail-analyzer'], undelivered });
    makeFastPath(this, {
      catalogue: alarms.placement.alarmed,
      handler: functions['alarm-context'],
      undelivered,
    });

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
