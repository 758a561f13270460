import { randomUUID } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import type { Detection } from '../../detections/detection';
import { required, type Variables } from '../environment';
import { pageNoting } from '../pages/page-noting';
import { deployedSuppressions, notifyFrom } from '../settings';
import { StateTable } from '../state/state-table';
import { contextFrom } from '../tell/context-from';
import { onceThrough } from '../tell/once';
import { publish } from '../tell/publish';
import { countStory } from './count-story';
import type { Reporting } from './reporting';

export interface ReportingParts {
  readonly dynamoDb: DynamoDBClient;
  readonly sns: SNSClient;
  readonly metrics: Metrics;
  readonly logger: Pick<Logger, 'error'>;
  readonly variables: Variables;
  readonly detections: readonly Detection[];
  readonly context: Context;
}

/** Reporting with the tables and the topic that the environment names, for one invocation. */
export function reportingThrough({
  dynamoDb,
  sns,
  metrics,
  logger,
  variables,
  detections,
  context,
}: ReportingParts): Reporting {
  const topic = required(variables, 'notificationTopicArn');
  const state = new StateTable(dynamoDb, required(variables, 'stateTable'));
  return {
    state,
    // A line of the log: the message is out, and the next one of the story brings the page up to date.
    ...pageNoting(state, variables, (thread, error) =>
      logger.error('page not noted', { thread, error: String(error) }),
    ),
    once: onceThrough(dynamoDb, required(variables, 'toldTable'), context),
    publish: (notification) => publish(sns, topic, notification),
    detections: new Map(detections.map((detection) => [detection.id, detection])),
    context: contextFrom(variables, context.invokedFunctionArn),
    notifyFrom: notifyFrom(variables),
    suppressions: deployedSuppressions(variables),
    onStarted: (finding) => countStory(metrics, finding),
    run: context.awsRequestId,
    attempt: randomUUID(),
    now: Date.now,
  };
}
