import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { HandlerName } from '../handlers/bundling';
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
  declare readonly alarmTopic: ITopic;
  /** Rendered messages for people and machines. */
  declare readonly notificationTopic: ITopic;
  /** Health alarms and failure destinations, past the handlers. */
  declare readonly healthTopic: ITopic;
  declare readonly stateTable: ITable;
  declare readonly toldTable: ITable;
  declare readonly functions: Readonly<Partial<Record<HandlerName, IFunction>>>;

  constructor(scope: Construct, props: DetectionStackProps) {
    super(scope, 'DetectionStack', props);
  }
}
