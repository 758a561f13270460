import { isJsonObject, type JsonObject, type JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { messageOf } from '../../records/values/message-of';

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
  const envelope = objectIn(event as JsonValue, 'the event');
  const invoking = objectIn(jsonOf(textIn(envelope, 'invokingEvent')), 'invokingEvent');
  const changed = invoking['configurationItem'] ?? invoking['configurationItemSummary'] ?? undefined;
  if (changed === undefined) {
    throw new ConfigEventError(
      `a message ${String(invoking['messageType'])} has no configuration item; trigger the rule by changes`,
    );
  }
  const item = objectIn(changed, 'the configuration item');
  const capturedAt = new Date(textIn(item, 'configurationItemCaptureTime'));
  if (Number.isNaN(capturedAt.getTime())) {
    throw new ConfigEventError('configurationItemCaptureTime is no time, expected one in ISO 8601');
  }
  const isGone = GONE.has(textIn(item, 'configurationItemStatus'));
  return {
    resultToken: textIn(envelope, 'resultToken'),
    resourceType: textIn(item, 'resourceType'),
    resourceId: textIn(item, 'resourceId'),
    capturedAt,
    account: textIn(item, 'awsAccountId'),
    isInScope: envelope['eventLeftScope'] !== true && !isGone,
    configuration: item['configuration'] ?? undefined,
  };
}

function jsonOf(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new ConfigEventError(`invokingEvent is not JSON: ${messageOf(error)}`);
  }
}

function objectIn(value: JsonValue, what: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw new ConfigEventError(`${what} is no JSON object; AWS Config sends one to a custom rule`);
}

function textIn(object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ConfigEventError(`${name} is missing; AWS Config sends it to a custom rule`);
}
