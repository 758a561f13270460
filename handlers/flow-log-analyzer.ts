import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { compileFlowLogFormat } from '../records/flow-logs/flow-log-format';
import { ANALYZER_DETECTIONS as detections } from './analyzer-detections';
import { CLIENT_SETTINGS } from './aws/client-settings';
import { metricNamespace, required, requireTelling } from './environment';
import { type AnalyzedBatch, analyzeBatch } from './flow-log-analyzer/analyze-batch';
import { emitMetrics } from './flow-log-analyzer/emit-metrics';
import { deployedPolicy } from './settings';

requireTelling(process.env);
const policy = deployedPolicy(process.env);
const format = compileFlowLogFormat(required(process.env, 'flowLogFormat'));
const dynamoDb = new DynamoDBClient(CLIENT_SETTINGS);
const sns = new SNSClient(CLIENT_SETTINGS);
const logger = new Logger({ serviceName: 'flow-log-analyzer' });
const metrics = new Metrics({ namespace: metricNamespace(process.env), serviceName: 'flow-log-analyzer' });

/** Judges a batch of flow-log lines; what fails comes again and ends in the failure destination. */
export async function handler(event: unknown, context: Context): Promise<void> {
  const batch = analyzeBatch(event, { format, policy, detections });
  if (batch === undefined) return;
  emitMetrics(metrics, batch);
  const messages = batch.findings.length === 0 ? 0 : await tell(batch, context);
  const { unreadable, ...counts } = batch.counts;
  logger.info('batch analyzed', {
    ...counts,
    unreadable: unreadable.length,
    firstReason: unreadable[0]?.reason,
    findings: batch.findings.length,
    messages,
  });
}

/** What tells is loaded when there is something to tell: most batches have nothing, and start without. */
async function tell({ findings, minutes }: AnalyzedBatch, context: Context): Promise<number> {
  const { reportFindings, reportingThrough } = await import('./stories/telling');
  return await reportFindings(findings, {
    ...reportingThrough({ dynamoDb, sns, metrics, logger, variables: process.env, detections, context }),
    minutes,
  });
}
