import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { CHAIN_METRIC } from '../deployment/handler-metrics';
import { CLIENT_SETTINGS } from './aws/client-settings';
import { type ChainCheck, checkChain } from './chain-check/check-chain';
import { arrivedTokens, callCanary, hasRecords, subscribersOf } from './chain-check/look-at-aws';
import { metricNamespace, optional, required, strings } from './environment';
import { withLock } from './state/lock';
import { StateTable } from './state/state-table';
import { contextFrom } from './tell/context-from';
import { onceThrough } from './tell/once';
import { publish } from './tell/publish';

const { env } = process;
const topic = required(env, 'notificationTopicArn');
const queue = required(env, 'canaryQueueUrl');
/** A trail that delivers to a bucket only is looked at by the alarm on its silence, and by the canary. */
const logGroups = [optional(env, 'trailLogGroup') ?? [], required(env, 'flowLogGroup')].flat();
const topics = strings(env, 'watchedTopicArns', [topic]);
const dynamoDb = new DynamoDBClient(CLIENT_SETTINGS);
const logs = new CloudWatchLogsClient(CLIENT_SETTINGS);
const sns = new SNSClient(CLIENT_SETTINGS);
const sqs = new SQSClient(CLIENT_SETTINGS);
const state = new StateTable(dynamoDb, required(env, 'stateTable'));
const logger = new Logger({ serviceName: 'chain-check' });
const metrics = new Metrics({ namespace: metricNamespace(env), serviceName: 'chain-check' });

/** Looks whether a call still comes out as a message that somebody gets. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const check: ChainCheck = {
    topics,
    logGroups,
    subscribersOf: (each) => subscribersOf(sns, each),
    hasRecords: (group, from, until) => hasRecords(logs, group, from, until),
    call: (token) => callCanary(logs, token),
    arrived: (isSecondLook) => arrivedTokens(sqs, queue, isSecondLook),
    newToken: randomUUID,
    state,
    once: onceThrough(dynamoDb, required(env, 'toldTable'), context),
    publish: (notification) => publish(sns, topic, notification),
    context: contextFrom(env, context.invokedFunctionArn),
  };
  // Of two runs one would find the other's canary gone from the queue.
  const problems = await withLock(
    state,
    'chain-check',
    context.awsRequestId,
    Date.now,
    Date.now() + context.getRemainingTimeInMillis(),
    () => checkChain(check, Math.floor(Date.now() / 1000)),
  );
  if (problems === undefined) return;
  metrics.addMetric(CHAIN_METRIC.name, MetricUnit.Count, problems.length);
  metrics.publishStoredMetrics();
  logger.info('chain checked', { problems: problems.map(({ id }) => id) });
}
