import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { AthenaEngine } from '../queries/athena-engine';
import { ANALYZER_DETECTIONS as detections } from './analyzer-detections';
import { CLIENT_SETTINGS } from './aws/client-settings';
import { metricNamespace, optional, required, strings } from './environment';
import { putPageInto } from './pages/put-page';
import { askAthena } from './scheduled-audit/ask-athena';
import { dailyQuestions } from './scheduled-audit/daily-questions';
import { runAudit } from './scheduled-audit/run-audit';
import { deployedPolicy } from './settings';
import { readDaemonWords } from './ssh-campaign-analyzer/read-daemon-words';
import { reportingThrough } from './stories/reporting-through';

const { env } = process;
const policy = deployedPolicy(env);
const athena = new AthenaEngine(
  { workgroup: required(env, 'athenaWorkgroup'), database: required(env, 'athenaDatabase') },
  new AthenaClient(CLIENT_SETTINGS),
);
const dynamoDb = new DynamoDBClient(CLIENT_SETTINGS);
const sns = new SNSClient(CLIENT_SETTINGS);
const logs = new CloudWatchLogsClient(CLIENT_SETTINGS);
const reportsBucket = optional(env, 'reportsBucket');
const containers = optional(env, 'containerLogGroup');
const logger = new Logger({ serviceName: 'scheduled-audit' });
const metrics = new Metrics({ namespace: metricNamespace(env), serviceName: 'scheduled-audit' });

/** What is left of a run's time when it stops to wait, so that it can tell what it has. */
const RESERVE_MILLISECONDS = 30_000;

/** Asks the day's questions in Athena and sends the digest, once a day. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS;
  const run = await runAudit(
    {
      questions: dailyQuestions(),
      policy,
      settings: {
        ...policy,
        deployRoles: strings(env, 'deployRoles', []),
        homeRegions: strings(env, 'homeRegions', []),
      },
      reporting: reportingThrough({ dynamoDb, sns, metrics, logger, variables: env, detections, context }),
      ...(reportsBucket !== undefined && { putPage: putPageInto(reportsBucket) }),
      ...(containers !== undefined && {
        readDaemonWords: (sources, span) => readDaemonWords(logs, containers, sources, span, deadline),
      }),
      ask: (sql, day) => askAthena(athena, sql, day, deadline),
    },
    Math.floor(Date.now() / 1000),
  );
  logger.info('audit done', { ...run });
}
