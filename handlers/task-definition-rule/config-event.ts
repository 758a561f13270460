import { z } from 'zod';
import type { JsonValue } from '../../records/cloudtrail-record';
import { messageOf } from '../../records/message-of';

/** What AWS Config sent is not the event of a custom rule. */
export class ConfigEventError extends Error {
  override name = 'ConfigEventError';
}

/** A change that AWS Config asks about. */
export interface AskedItem {
  readonly resultToken: string;
  readonly resourceType: string;
  readonly resourceId: string;
  /** When the item was captured, which the answer must repeat. */
  readonly capturedAt: Date;
  readonly account: string;
  /** Whether the resource is still there and in the rule's scope. */
  readonly isInScope: boolean;
  /** As CloudFormation spells the resource; undefined where the item was too large for the event. */
  readonly configuration: JsonValue | undefined;
}

const ITEM = z.object({
  resourceType: z.string(),
  resourceId: z.string(),
  configurationItemCaptureTime: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'no time'),
  configurationItemStatus: z.string(),
  awsAccountId: z.string(),
  configuration: z.custom<JsonValue>().optional(),
});

const INVOKING_EVENT = z.object({
  messageType: z.string(),
  configurationItem: ITEM.optional(),
  configurationItemSummary: ITEM.optional(),
});

const EVENT = z.object({
  invokingEvent: z.string(),
  resultToken: z.string().min(1),
  eventLeftScope: z.boolean().default(false),
});

/** Of these, the resource is gone: there is nothing to judge. */
const GONE: ReadonlySet<string> = new Set([
  'ResourceDeleted',
  'ResourceDeletedNotRecorded',
  'ResourceNotRecorded',
]);

/**
 * Understands the event of a rule that is triggered by changes, oversized items among them.
 *
 * @throws ConfigEventError
 */
export function askedItem(event: unknown): AskedItem {
  const { invokingEvent, resultToken, eventLeftScope } = parsed(EVENT, event);
  const { messageType, configurationItem, configurationItemSummary } = parsed(
    INVOKING_EVENT,
    jsonOf(invokingEvent),
  );
  const item = configurationItem ?? configurationItemSummary;
  if (item === undefined) {
    throw new ConfigEventError(
      `a message ${messageType} has no configuration item; trigger the rule by changes`,
    );
  }
  return {
    resultToken,
    resourceType: item.resourceType,
    resourceId: item.resourceId,
    capturedAt: new Date(item.configurationItemCaptureTime),
    account: item.awsAccountId,
    isInScope: !eventLeftScope && !GONE.has(item.configurationItemStatus),
    configuration: item.configuration ?? undefined,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigEventError(`invokingEvent is not JSON: ${messageOf(error)}`);
  }
}

function parsed<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ConfigEventError(`${issue?.path.join('.') || 'the event'}: ${issue?.message}`);
}
