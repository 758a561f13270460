import { isoInstant } from '../values/iso-instant';
import { messageOf } from '../values/message-of';
import { quoted } from '../values/quoted';

/** What a parsed JSON document can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * Who made the call. `type` is missing on some `AwsServiceEvent` records; `sessionContext` is missing for
 * IAM users, root and AWS services.
 */
export interface UserIdentity extends JsonObject {
  readonly type?: string;
  readonly principalId?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  readonly invokedBy?: string;
}

/**
 * One CloudTrail record. `requestParameters` and `responseElements` have no official schema, so they stay
 * JSON; on success `errorCode` is absent, not null.
 */
export interface CloudTrailRecord extends JsonObject {
  readonly eventVersion?: string;
  readonly userIdentity?: UserIdentity;
  /** ISO 8601, UTC, whole seconds. */
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion?: string;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters?: JsonObject | null;
  readonly responseElements?: JsonObject | null;
  readonly eventID?: string;
  readonly eventType?: string;
  readonly recipientAccountId?: string;
  readonly readOnly?: boolean;
}

/** What a piece of JSON turned out to be: a record, something to leave alone, or nothing that can be read. */
export type CloudTrailOutcome =
  | { readonly kind: 'record'; readonly record: CloudTrailRecord }
  | { readonly kind: 'insight' | 'digest' | 'aggregated' }
  /** Something else that says where and when it happened, such as an S3 notification. */
  | { readonly kind: 'foreign' | 'unreadable'; readonly reason: string };

/** What CloudTrail recorded, in its own words (`eventCategory`, and `eventType` where it is older than categories). */
export type ApiCallKind = 'management' | 'data' | 'network activity' | 'service event';

/**
 * Understands the JSON text of one CloudTrail record.
 *
 * Checked is what every analysis needs: the time, the service and the call. Insight events and aggregated events
 * (`eventCategory` or `eventType`) and digest files (`digestStartTime`) are told apart: they describe records and are
 * none. Events that Lambda is handed by S3, Kinesis or DynamoDB look alike and are no API calls.
 */
export function parseCloudTrailRecord(text: string): CloudTrailOutcome {
  try {
    return understandCloudTrailRecord(JSON.parse(text));
  } catch (error) {
    return unreadable(`not JSON: ${messageOf(error)}`);
  }
}

/** The same for a value that has been parsed already. */
export function understandCloudTrailRecord(value: JsonValue | undefined): CloudTrailOutcome {
  if (!isJsonObject(value)) return unreadable(`not a JSON object but ${jsonKind(value)}`);
  const { eventTime, eventSource, eventName, eventCategory, eventType } = value;
  if (eventCategory === 'Insight' || eventType === 'AwsCloudTrailInsight') return { kind: 'insight' };
  if (eventCategory === 'Aggregated' || eventType === 'AwsAggregatedEvent') return { kind: 'aggregated' };
  if (typeof eventSource === 'string' && eventSource.startsWith('aws:')) {
    return { kind: 'foreign', reason: `an event of ${eventSource} for a function, no API call` };
  }
  if (typeof eventTime !== 'string') {
    if (typeof value['digestStartTime'] === 'string') return { kind: 'digest' };
    return unreadable(`eventTime is ${jsonKind(eventTime)}, expected an ISO 8601 time`);
  }
  if (Number.isNaN(isoInstant(eventTime))) {
    return unreadable(
      `eventTime is ${quoted(eventTime)}, expected an ISO 8601 time such as 2026-01-31T23:59:59Z`,
    );
  }
  if (typeof eventSource !== 'string' || eventSource === '')
    return unreadable(`eventSource is ${jsonKind(eventSource)}`);
  if (typeof eventName !== 'string' || eventName === '')
    return unreadable(`eventName is ${jsonKind(eventName)}`);
  return { kind: 'record', record: value as CloudTrailRecord };
}

/** Which kind of record an understood one is. */
export function kindOfApiCall({ eventType, eventCategory, managementEvent }: CloudTrailRecord): ApiCallKind {
  if (eventType === 'AwsServiceEvent') return 'service event';
  if (eventCategory === 'NetworkActivity' || eventType === 'AwsVpceEvent') return 'network activity';
  return eventCategory === 'Data' || managementEvent === false ? 'data' : 'management';
}

/** Is the value a JSON object, neither null nor an array? */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The kind of a JSON value as messages say it: `null`, `empty`, `an array`, `a number`. */
export function jsonKind(value: JsonValue | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  return Array.isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function unreadable(reason: string): CloudTrailOutcome {
  return { kind: 'unreadable', reason };
}
