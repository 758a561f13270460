import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { ON_OWN_CHAIN } from '../detections/fast-path';
import { CLIENT_SETTINGS } from './aws/client-settings';
import { metricNamespace, required } from './environment';
import { StateTable } from './state/state-table';
import { reportFindings } from './stories/report-findings';
import { reportingThrough } from './stories/reporting-through';
import {
  analyzeRecords,
  notToldByAlarms,
  shownByAlarms,
  type TrailSettings,
} from './trail-analyzer/analyze-records';
import { deployedTrail } from './trail-analyzer/deployed-trail';
import { emitTrailMetrics } from './trail-analyzer/emit-metrics';
import {
  filesIn,
  isSubscriptionEvent,
  type ReadRecords,
  recordsInEvent,
  recordsInFile,
  recordsInSubscription,
} from './trail-analyzer/records-in';
import { TrailStoryTable } from './trail-analyzer/story-table';

const { detections, settings, learningDays } = deployedTrail(process.env);
const dynamoDb = new DynamoDBClient(CLIENT_SETTINGS);
const s3 = new S3Client(CLIENT_SETTINGS);
const sns = new SNSClient(CLIENT_SETTINGS);
const state = new StateTable(dynamoDb, required(process.env, 'stateTable'));
const stories = new TrailStoryTable(dynamoDb, required(process.env, 'stateTable'));
const logger = new Logger({ serviceName: 'trail-analyzer' });
const metrics = new Metrics({ namespace: metricNamespace(process.env), serviceName: 'trail-analyzer' });
const processor = new BatchProcessor(EventType.SQS);

/**
 * Judges the records of a subscription's batch, of the files that a queue's messages name, or the one of an event of
 * EventBridge; what fails comes again.
 */
export async function handler(event: unknown, context: Context): Promise<SQSBatchResponse | undefined> {
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
  return await processPartialResponse(
    event as SQSEvent,
    async ({ body }: SQSRecord) => {
      for (const { bucket, key } of filesIn(body)) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        await judge(
          recordsInFile((await Body?.transformToByteArray()) ?? new Uint8Array()),
          context,
          settings,
        );
      }
    },
    processor,
    { context },
  );
}

/** What is judged within seconds; everything else waits for the trail, which brings these records as well. */
const ownChain: TrailSettings = {
  ...settings,
  rules: settings.rules.filter(({ id }) => ON_OWN_CHAIN.has(id)),
};

async function judge(read: ReadRecords, context: Context, settings: TrailSettings): Promise<void> {
  const onLeftOut = (rule: string, count: number) => logger.warn('sightings left early', { rule, count });
  const { findings, ...counts } = await analyzeRecords(read, settings, { state, learningDays, onLeftOut });
  // An early record is counted when the trail brings it.
  if (settings !== ownChain) emitTrailMetrics(metrics, counts, findings);
  const news = notToldByAlarms(findings, settings.rules, shownByAlarms(read, settings));
  const reporting = reportingThrough({ dynamoDb, sns, metrics, variables: process.env, detections, context });
  const messages = await reportFindings(news, {
    ...reporting,
    state: stories,
  });
  logger.info('records analyzed', {
    ...counts,
    firstReason: read.unreadable[0],
    findings: findings.length,
    messages,
  });
}
