import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { compileFlowLogFormat } from '../records/flow-logs/flow-log-format';
import { fetchRecords } from './alarm-context/fetch-records';
import { ANALYZER_DETECTIONS as detections } from './analyzer-detections';
import { CLIENT_SETTINGS } from './aws/client-settings';
import { metricNamespace, optional, required } from './environment';
import { deployedPolicy } from './settings';
import { CALLS_PATTERN } from './ssh-campaign-analyzer/calls-pattern';
import { countQuery, flowQuery } from './ssh-campaign-analyzer/insights-query';
import { countFlowLines, readFlowLines } from './ssh-campaign-analyzer/query-flow-lines';
import { readDaemonWords } from './ssh-campaign-analyzer/read-daemon-words';
import { runCampaign } from './ssh-campaign-analyzer/run-campaign';
import { reportingThrough } from './stories/reporting-through';

const { env } = process;
const policy = deployedPolicy(env);
const format = compileFlowLogFormat(required(env, 'flowLogFormat'));
const query = flowQuery(format, policy);
const counting = countQuery(format, policy);
const logGroup = required(env, 'flowLogGroup');
const trail = optional(env, 'trailLogGroup');
const containers = optional(env, 'containerLogGroup');
const dynamoDb = new DynamoDBClient(CLIENT_SETTINGS);
const logs = new CloudWatchLogsClient(CLIENT_SETTINGS);
const sns = new SNSClient(CLIENT_SETTINGS);
const logger = new Logger({ serviceName: 'ssh-campaign-analyzer' });
const metrics = new Metrics({ namespace: metricNamespace(env), serviceName: 'ssh-campaign-analyzer' });

/** What is left of a run's time when it stops to read, so that it can tell what it has. */
const RESERVE_MILLISECONDS = 20_000;
/** Of this, flow records are read until here; the rest is for judging them and for counting what was left out. */
const READING_SHARE = 0.7;

/** Judges the last hour of flow records, whatever the port, every five minutes. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const left = context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS;
  const deadline = Date.now() + left;
  const readUntil = Date.now() + left * READING_SHARE;
  const run = await runCampaign(
    {
      policy,
      format,
      detections,
      reporting: reportingThrough({ dynamoDb, sns, metrics, logger, variables: env, detections, context }),
      readLines: (span) => readFlowLines(logs, { logGroup, query, deadline: readUntil, ...span }),
      countLines: (span) => countFlowLines(logs, { logGroup, query: counting, deadline, ...span }),
      readCalls: async (span) => {
        // In a bucket nobody can search for the calls of an hour: the story is told without who opened the port.
        if (trail === undefined) return [];
        const { records, failure } = await fetchRecords(logs, trail, CALLS_PATTERN, span, { deadline });
        if (failure !== undefined) throw failure;
        return records.map(({ record }) => record);
      },
      ...(containers !== undefined && {
        readDaemonWords: (sources, span) => readDaemonWords(logs, containers, sources, span, deadline),
      }),
    },
    Math.floor(Date.now() / 1000),
  );
  logger.info('window analyzed', { ...run });
}
