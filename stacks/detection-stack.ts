import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { HandlerName } from '../handlers/bundling';
import { MessageTopic } from './detection/message-topic';
import { messagesKey } from './detection/messages-key';
import { StateTable } from './detection/state-table';
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
  readonly functions: Readonly<Partial<Record<HandlerName, IFunction>>> = {};

  constructor(scope: Construct, props: DetectionStackProps) {
    super(scope, 'DetectionStack', props);
    const key = messagesKey(this);
    this.alarmTopic = new MessageTopic(this, 'AlarmTopic', {
      suffix: 'alarms',
      displayName: 'Harborwatch alarms as CloudWatch says them',
      key,
      takesAlarms: true,
    });
    this.notificationTopic = new MessageTopic(this, 'NotificationTopic', {
      suffix: 'notifications',
      displayName: 'Harborwatch',
      key,
      takesAlarms: false,
    });
    this.healthTopic = new MessageTopic(this, 'HealthTopic', {
      suffix: 'health',
      displayName: 'Harborwatch health',
      key,
      takesAlarms: true,
    });
    this.stateTable = new StateTable(this, 'State', ['kind', 'id'], key);
    this.toldTable = new StateTable(this, 'Told', ['id'], key);
  }
}
