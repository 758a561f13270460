import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AlarmGroup } from '../deployment/alarm-groups';
import type { Detection } from '../detections/detection';
import type { Place } from '../detections/placement';
import type { HandlerName } from '../handlers/bundling';
import { DetectionChain } from './detection/detection-chain';
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
  readonly deadLetterQueues: Readonly<Record<string, IQueue>>;
  /** The detections that this deployment has. */
  readonly catalogue: readonly Detection[];
  /** Detections that share a metric and an alarm. */
  readonly alarmGroups: readonly AlarmGroup[];
  /** Where each of them runs. */
  readonly placeOf: ReadonlyMap<string, Place>;

  constructor(scope: Construct, { archive, vpcId, watched, ...props }: DetectionStackProps) {
    super(scope, 'DetectionStack', props);
    // By this id it does not show in logical ids.
    const chain = new DetectionChain(this, 'Default', { archive, vpcId, watched });
    this.alarmTopic = chain.alarmTopic;
    this.notificationTopic = chain.notificationTopic;
    this.healthTopic = chain.healthTopic;
    this.stateTable = chain.stateTable;
    this.toldTable = chain.toldTable;
    this.functions = chain.functions;
    this.deadLetterQueues = chain.deadLetterQueues;
    this.catalogue = chain.catalogue;
    this.alarmGroups = chain.alarmGroups;
    this.placeOf = chain.placeOf;
  }
}
