import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { joinByActor } from '../analysis/trail/join-by-actor';
import { ON_OWN_CHAIN } from '../detections/fast-path';
import { CLIENT_SETTINGS } from './aws/client-settings';
import { metricNamespace, optional, required, requireTelling } from './environment';
import { StateTable } from './state/state-table';
import { analyzeRecords, type TrailSettings } from './trail-analyzer/analyze-records';
import { answerCanaries, isCanary } from './trail-analyzer/answer-canaries';
import { deployedTrail } from './trail-analyzer/deployed-trail';
import { emitTrailMetrics } from './trail-analyzer/emit-metrics';
import {
  isSubscriptionEvent,
  type ReadRecord,
  type ReadRecords,
  recordsInEvent,
  recordsInSubscription,
} from './trail-analyzer/records-in';
import { TrailStoryTable } from './trail-analyzer/story-table';
import { tellOverdue } from './trail-analyzer/tell-overdue';

requireTelling(process.env);
const { detections, settings, learningDays } = deployedTrail(process.env);
const dynamoDb = new DynamoDBClient(CLIENT_SETTINGS);
const sns = new SNSClient(CLIENT_SETTINGS);
const state = new StateTable(dynamoDb, required(process.env, 'stateTable'));
const stories = new TrailStoryTable(dynamoDb, required(process.env, 'stateTable'));
const logger = new Logger({ serviceName: 'trail-analyzer' });
const metrics = new Metrics({ namespace: metricNamespace(process.env), serviceName: 'trail-analyzer' });

/** A log group has a filter on the canary, and an alarm that answers it. */
const answersCanaries = optional(process.env, 'trailLogGroup') === undefined;
/** So much of what is left of a run's time goes into judging; the rest is for telling what was found. */
const JUDGING_SHARE = 0.6;
/** Records have been delivered after so long, in seconds: CloudTrail takes five minutes on average, and more at times. */
const DELIVERY_SECONDS = 15 * 60;

/**
 * Judges the records of a subscription's batch, of the files that a queue's messages name, or the one of an event of
 * EventBridge; what fails comes again. By the clock it says which stories are over.
 */
export async function handler(event: unknown, context: Context): Promise<SQSBatchResponse | undefined> {
  if (isTick(event)) {
    const { closeStories, reporting } = await loadTelling(context);
    const messages = await closeStories(Date.now() / 1000 - DELIVERY_SECONDS, reporting);
    logger.info('stories closed', { messages });
    return undefined;
  }
  if (isSubscriptionEvent(event)) {
    const read = recordsInSubscription(event);
    if (read !== undefined) await judge(read, context, settings);
    return undefined;
  }
  const early = recordsInEvent(event);
  if (early !== undefined) {
    await judge(early, context, ownChain);
    return undefined;
  }
  const { judgeFiles } = await import('./trail-analyzer/judge-files');
  return await judgeFiles(event as SQSEvent, context, (read) => judge(read, context, settings));
}

/** What is judged within seconds; everything else waits for the trail, which brings these records as well. */
const ownChain: TrailSettings = {
  ...settings,
  rules: settings.rules.filter(({ id }) => ON_OWN_CHAIN.has(id)),
};

async function judge(read: ReadRecords, context: Context, settings: TrailSettings): Promise<void> {
  const deadline = (Date.now() + context.getRemainingTimeInMillis() * JUDGING_SHARE) / 1000;
  const memory = { state, learningDays, now: () => Date.now() / 1000, deadline };
  const onLeftOut = (rule: string, count: number) => logger.warn('sightings left early', { rule, count });
  const canaries: ReadRecord[] = [];
  const noted = answersCanaries ? { ...read, records: noting(read.records, canaries) } : read;
  const { findings, failures, overdue, ...counts } = await analyzeRecords(noted, settings, {
    ...memory,
    onLeftOut,
  });
  // An early record is counted when the trail brings it.
  if (settings !== ownChain) emitTrailMetrics(metrics, counts, findings);
  const isQuiet = findings.length === 0 && canaries.length === 0 && overdue === undefined;
  const telling = isQuiet ? undefined : await loadTelling(context);
  const messages = (await telling?.reportFindings(joinByActor(findings), telling.reporting)) ?? 0;
  if (telling !== undefined && answersCanaries && settings !== ownChain) {
    await answerCanaries({ records: canaries }, telling.reporting);
  }
  logger.info('records analyzed', {
    ...counts,
    overdue: overdue?.count ?? 0,
    firstReason: read.unreadable[0],
    findings: findings.length,
    messages,
  });
  if (telling !== undefined && overdue !== undefined) await tellOverdue(overdue, telling.reporting);
  if (failures.length > 0) throw failures[0];
}

/** The same records; the chain check's are kept. */
function* noting(records: Iterable<ReadRecord>, canaries: ReadRecord[]): Iterable<ReadRecord> {
  for (const one of records) {
    if (isCanary(one.record)) canaries.push(one);
    yield one;
  }
}

/** What tells, for one invocation. It is loaded when there is something to tell: most events have nothing, and start without. */
async function loadTelling(context: Context) {
  const { closeStories, reportFindings, reportingThrough } = await import('./stories/telling');
  const reporting = reportingThrough({
    dynamoDb,
    sns,
    metrics,
    logger,
    variables: process.env,
    detections,
    context,
  });
  return { closeStories, reportFindings, reporting: { ...reporting, state: stories } };
}

/** What EventBridge Scheduler sends. */
function isTick(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'source' in event && event.source === 'aws.scheduler';
}
