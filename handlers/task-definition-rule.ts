import { Logger } from '@aws-lambda-powertools/logger';
import {
  ConfigServiceClient,
  GetResourceConfigHistoryCommand,
  PutEvaluationsCommand,
  type ResourceType,
} from '@aws-sdk/client-config-service';
import type { JsonValue } from '../records/cloudtrail/cloudtrail-record';
import { CLIENT_SETTINGS } from './aws/client-settings';
import { strings } from './environment';
import { type AskedItem, askedItem } from './task-definition-rule/config-event';
import { evaluate } from './task-definition-rule/evaluate';

const client = new ConfigServiceClient(CLIENT_SETTINGS);
const ownRegistries = strings(process.env, 'ownRegistries', []);
const logger = new Logger({ serviceName: 'task-definition-rule' });

/** What AWS Config did not take of an answer. */
class EvaluationRefusedError extends Error {
  override name = 'EvaluationRefusedError';
}

/** A custom rule of AWS Config: judges one task definition and answers with an evaluation. */
export async function handler(event: unknown): Promise<void> {
  const item = askedItem(event);
  const evaluation = evaluate(item, item.configuration ?? (await recorded(item)), ownRegistries);
  const { FailedEvaluations = [] } = await client.send(
    new PutEvaluationsCommand({ Evaluations: [evaluation], ResultToken: item.resultToken }),
  );
  if (FailedEvaluations.length > 0) {
    throw new EvaluationRefusedError(`AWS Config took no evaluation of ${item.resourceId}`);
  }
  logger.info('task definition judged', { resource: item.resourceId, compliance: evaluation.ComplianceType });
}

/** An item too large for the event is fetched as it was captured. */
async function recorded({
  isInScope,
  resourceType,
  resourceId,
  capturedAt,
}: AskedItem): Promise<JsonValue | undefined> {
  if (!isInScope) return undefined;
  const { configurationItems = [] } = await client.send(
    new GetResourceConfigHistoryCommand({
      resourceType: resourceType as ResourceType,
      resourceId,
      laterTime: capturedAt,
      limit: 1,
    }),
  );
  const text = configurationItems[0]?.configuration;
  return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
}
