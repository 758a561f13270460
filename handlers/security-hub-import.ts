import { Logger } from '@aws-lambda-powertools/logger';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Context } from 'aws-lambda';
import { CLIENT_SETTINGS } from './aws/client-settings';
import { optional } from './environment';
import { importFindings } from './security-hub/import-findings';
import { IMPORTED_KINDS } from './security-hub/imported-kinds';
import { toAsff } from './security-hub/to-asff';
import { toldMessages } from './security-hub/told-message';
import { placeOf } from './tell/place-of';

const client = new SecurityHubClient(CLIENT_SETTINGS);
const runbookUrl = optional(process.env, 'runbookUrl');
const logger = new Logger({ serviceName: 'security-hub-import' });

/**
 * Imports what is told to people into Security Hub, behind the notification topic: people get their message whether
 * this works or not.
 */
export async function handler(event: unknown, context: Context): Promise<void> {
  const settings = { ...placeOf(context.invokedFunctionArn), runbookUrl };
  const findings = toldMessages(event)
    .filter(({ kind }) => IMPORTED_KINDS.some((imported) => imported === kind))
    .flatMap((message) => toAsff(message, settings));
  const imported = await importFindings(client, findings, ({ Id, ErrorCode, ErrorMessage }) =>
    logger.error('finding refused', { id: Id, code: ErrorCode, reason: ErrorMessage }),
  );
  logger.info('findings imported', { imported });
}
