import { Logger } from '@aws-lambda-powertools/logger';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { suppressionOf } from '../analysis/suppression';
import { deployedCatalogue } from './alarm-catalogue';
import { countFlood } from './alarm-context/count-flood';
import { fetchRecords } from './alarm-context/fetch-records';
import { NO_SEARCH as noTrail } from './alarm-context/no-search';
import { type AlarmTaker, takeAlarms } from './alarm-context/take-alarms';
import { CLIENT_SETTINGS } from './aws/client-settings';
import { optional, required } from './environment';
import { pageNoting } from './pages/page-noting';
import { putPageInto } from './pages/put-page';
import { writePages } from './pages/write-pages';
import { deployedSuppressions } from './settings';
import { StateTable } from './state/state-table';
import { contextFrom } from './tell/context-from';
import { onceThrough } from './tell/once';
import { publish } from './tell/publish';
import { recordFacts } from './tell/record-facts';

const { env } = process;
const detections = new Map(deployedCatalogue(env).map((detection) => [detection.id, detection]));
const topic = required(env, 'notificationTopicArn');
/** Of a trail that delivers to a bucket only no alarm counts records. */
const trail = optional(env, 'trailLogGroup');
const search = trail === undefined ? noTrail : searchOf(trail);
const dynamoDb = new DynamoDBClient(CLIENT_SETTINGS);
const logs = new CloudWatchLogsClient(CLIENT_SETTINGS);
const sns = new SNSClient(CLIENT_SETTINGS);
const reportsBucket = optional(env, 'reportsBucket');
const state = new StateTable(dynamoDb, required(env, 'stateTable'));
const suppressions = deployedSuppressions(env);
/** Shared by the invocations of this environment. */
const full = new Map<string, number>();
const logger = new Logger({ serviceName: 'alarm-context' });

/** How records are fetched of a log group. */
function searchOf(group: string): Pick<AlarmTaker, 'fetch' | 'countFlood'> {
  return {
    fetch: (pattern, window, options) => fetchRecords(logs, group, pattern, window, options),
    countFlood: (pattern, flood, until, options) => countFlood(logs, group, pattern, flood, until, options),
  };
}

/** Takes an alarm's change from SNS, or a minute's tick, and tells what was not told yet. */
export async function handler(event: unknown, context: Context): Promise<void> {
  const messages = contextFrom(env, context.invokedFunctionArn);
  const told = await takeAlarms(event, {
    state,
    once: onceThrough(dynamoDb, required(env, 'toldTable'), context),
    publish: (notification) => publish(sns, topic, notification),
    ...search,
    full,
    detections,
    ...pageNoting(state, env, (thread, error) =>
      logger.error('page not noted', { thread, error: String(error) }),
    ),
    context: messages,
    alarmPrefix: optional(env, 'alarmPrefix') ?? '',
    run: context.awsRequestId,
    until: Date.now() + context.getRemainingTimeInMillis(),
    now: () => Date.now() / 1000,
    isSuppressed: (detection, record) =>
      suppressionOf(
        {
          detection,
          role: record === undefined ? undefined : recordFacts(record).role,
          source: record?.sourceIPAddress,
          at: Date.now() / 1000,
        },
        suppressions,
      ) !== undefined,
    onUnreadable: (detection, error) =>
      logger.error('records unreadable', { detection, error: String(error) }),
  });
  logger.info('alarms told', { ...told });
  if (reportsBucket === undefined) return;
  const pages = await writePages({
    state,
    detections: [...detections.values()],
    context: messages,
    put: putPageInto(reportsBucket),
    now: () => Math.floor(Date.now() / 1000),
  });
  if (pages > 0) logger.info('pages written', { pages });
}
