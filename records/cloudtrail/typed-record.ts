import { quoted } from '../values/quoted';
import { withBoundedDepth } from './bounded-depth';
import {
  type CloudTrailRecord,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  jsonKind,
} from './cloudtrail-record';

/** Members that are text where they are at all, and those within the identity of the caller and its session. */
const TEXTS: readonly string[] = [
  'eventVersion',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestID',
  'eventID',
  'eventType',
  'eventCategory',
  'apiVersion',
  'recipientAccountId',
  'sharedEventID',
  'vpcEndpointId',
];
const IDENTITY_TEXTS: readonly string[] = [
  'type',
  'principalId',
  'arn',
  'accountId',
  'accessKeyId',
  'userName',
  'invokedBy',
  'identityProvider',
];
const ISSUER_TEXTS: readonly string[] = ['type', 'principalId', 'arn', 'accountId', 'userName'];
/** Members without which there is no record. */
const NEEDED: readonly string[] = ['eventSource', 'eventName'];
/** What a call was given and gave: of no fixed shape, null where there is nothing, and at times a word such as HIDDEN_DUE_TO_SECURITY_REASONS. */
const FREE: readonly string[] = ['requestParameters', 'responseElements'];

/** A record of which every member has the type that it is known by, or the member that has not. */
export type Typed =
  | {
      readonly kind: 'record';
      readonly record: CloudTrailRecord;
      /** Members that were null or empty and count as absent, `userIdentity.userName`; none for what AWS delivers. */
      readonly emptied: readonly string[];
      /** Members without a fixed shape that were no object; the record is judged without them. */
      readonly leftOut: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

const NONE: readonly string[] = [];

/**
 * Types a record that `understandCloudTrailRecord` took. CloudTrail leaves members out; what exports its records anew
 * writes null or "" in their place, so these count as absent. A member of another type makes the record unreadable:
 * nobody can say what it meant.
 *
 * The record itself comes back, uncopied, when nothing had to be left out.
 */
export function typeRecord(record: CloudTrailRecord): Typed {
  const faults = new Faults();
  faults.texts(record, TEXTS, '');
  faults.object(record, 'userIdentity', '');
  const identity = record.userIdentity;
  if (isJsonObject(identity)) {
    faults.texts(identity, IDENTITY_TEXTS, 'userIdentity.');
    faults.object(identity, 'sessionContext', 'userIdentity.');
    const session = identity['sessionContext'];
    if (isJsonObject(session)) {
      faults.object(session, 'attributes', 'userIdentity.sessionContext.');
      faults.object(session, 'sessionIssuer', 'userIdentity.sessionContext.');
      const issuer = session['sessionIssuer'];
      if (isJsonObject(issuer))
        faults.texts(issuer, ISSUER_TEXTS, 'userIdentity.sessionContext.sessionIssuer.');
    }
  }
  for (const name of FREE) {
    const value = record[name];
    if (value !== undefined && value !== null && !isJsonObject(value)) faults.leftOut.push(name);
  }
  if (faults.wrong !== undefined) return { kind: 'unreadable', reason: faults.wrong };
  const { emptied, leftOut } = faults;
  if (emptied.length === 0 && leftOut.length === 0) {
    return { kind: 'record', record, emptied: NONE, leftOut: NONE };
  }
  const typed = [...emptied, ...leftOut].reduce<JsonObject>(
    (object, path) => without(object, path.split('.')),
    record,
  );
  return { kind: 'record', record: typed as CloudTrailRecord, emptied, leftOut };
}

/**
 * Longer than any of these members is as CloudTrail writes it: an ARN has 2,048 characters, an agent or an error 1 KB
 * ("CloudTrail record contents").
 */
const LONGEST_TEXT = 2_048;

/**
 * The record with every member that is of another type, null or empty left out, and with texts of a length and
 * members of a depth that CloudTrail writes. For Lambda: nothing but CloudTrail should write to the log group, but whoever can must not be able
 * to stop the messages, and what is looked at again and again must not be a quarter of a megabyte. As CloudTrail
 * writes it, the record itself comes back, uncopied: floods are counted by the hundred thousand.
 */
export function typedRecord(deep: CloudTrailRecord): CloudTrailRecord {
  const record = withBoundedDepth(deep);
  if (isTyped(record)) return record;
  const { userIdentity, requestParameters, responseElements, ...rest } = record;
  return {
    ...(withTexts(rest, [...TEXTS, ...NEEDED]) as CloudTrailRecord),
    ...(isJsonObject(userIdentity) && { userIdentity: withTexts(userIdentity, IDENTITY_TEXTS) }),
    ...(isJsonObject(requestParameters) && { requestParameters }),
    ...(isJsonObject(responseElements) && { responseElements }),
  };
}

function isTyped(record: CloudTrailRecord): boolean {
  const { userIdentity } = record;
  return (
    hasTexts(record, TEXTS) &&
    hasTexts(record, NEEDED) &&
    (userIdentity === undefined || (isJsonObject(userIdentity) && hasTexts(userIdentity, IDENTITY_TEXTS))) &&
    // Most records are of reads, and have null for what there was nothing of.
    FREE.every((name) => record[name] === undefined || record[name] === null || isJsonObject(record[name]))
  );
}

function hasTexts(object: JsonObject, names: readonly string[]): boolean {
  return names.every((name) => {
    const value = object[name];
    return value === undefined || (isText(value) && value.length <= LONGEST_TEXT);
  });
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** Collects what is wrong with a record; of the members of a wrong type the first. */
class Faults {
  wrong: string | undefined;
  readonly emptied: string[] = [];
  readonly leftOut: string[] = [];

  texts(object: JsonObject, names: readonly string[], within: string): void {
    for (const name of names) {
      const value = object[name];
      if (value === undefined || (typeof value === 'string' && value !== '')) continue;
      if (value === null || value === '') this.emptied.push(within + name);
      else this.tell(within + name, value, 'text');
    }
  }

  object(object: JsonObject, name: string, within: string): void {
    const value = object[name];
    if (value === undefined || isJsonObject(value)) return;
    if (value === null || value === '') this.emptied.push(within + name);
    else this.tell(within + name, value, 'an object');
  }

  private tell(path: string, value: JsonValue, expected: string): void {
    const shown = typeof value === 'string' ? ` ${quoted(value)}` : '';
    this.wrong ??= `${path} is ${jsonKind(value)}${shown}, expected ${expected}`;
  }
}

function without(object: JsonObject, [name = '', ...rest]: readonly string[]): JsonObject {
  const { [name]: value, ...others } = object;
  return rest.length === 0 || !isJsonObject(value) ? others : { ...others, [name]: without(value, rest) };
}

function withTexts(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      if (!names.includes(name)) return [[name, value] as const];
      return isText(value) ? [[name, value.slice(0, LONGEST_TEXT)] as const] : [];
    }),
  );
}
