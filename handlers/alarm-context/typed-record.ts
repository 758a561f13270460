import { type CloudTrailRecord, isJsonObject, type JsonObject } from '../../records/cloudtrail-record';

const TEXTS = [
  'eventVersion',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'eventID',
  'eventType',
  'recipientAccountId',
] as const;
const IDENTITY_TEXTS = [
  'type',
  'principalId',
  'arn',
  'accountId',
  'accessKeyId',
  'userName',
  'invokedBy',
] as const;

/**
 * The record with every member of the type that it is known by; a member of another type, and an empty text, is left
 * out. Nothing but CloudTrail should write to the log group, but whoever can must not be able to stop the messages.
 */
export function typedRecord(record: CloudTrailRecord): CloudTrailRecord {
  const { userIdentity, requestParameters, responseElements, ...rest } = record;
  return {
    ...(withTexts(rest, TEXTS) as CloudTrailRecord),
    ...(isJsonObject(userIdentity) && { userIdentity: withTexts(userIdentity, IDENTITY_TEXTS) }),
    ...(isJsonObject(requestParameters) && { requestParameters }),
    ...(isJsonObject(responseElements) && { responseElements }),
  };
}

function withTexts(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(
      ([name, value]) => !names.includes(name) || (typeof value === 'string' && value.trim() !== ''),
    ),
  );
}
