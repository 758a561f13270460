import { describeIdentity } from '../../analysis/describe-identity';
import type { CloudTrailRecord, JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { isJsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { ownEntry } from '../../records/values/own-entry';
import { beginningOf } from './beginning-of';
import type { Lookup, Spot } from './command-text';
import { countMasked, maskSecrets } from './mask-secrets';
import { plainText, shownText } from './plain-text';

/** What a person asks of a CloudTrail record first; texts as they were recorded. */
export interface RecordFacts {
  /** One actor of many records: the identity with its session, else where it came from. */
  readonly actor: string;
  readonly identity: string;
  readonly arn: string | undefined;
  /** ARN of the role behind an assumed one. */
  readonly role: string | undefined;
  readonly session: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly mfa: 'yes' | 'no' | 'unknown';
  readonly via: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly cluster: string | undefined;
  readonly service: string | undefined;
  readonly task: string | undefined;
  readonly container: string | undefined;
  /** What else the call was about: a secret, a group, a role. */
  readonly resource: string | undefined;
}

const RESOURCES = [
  'secretId',
  'groupId',
  'family',
  'roleName',
  'userName',
  'policyArn',
  'repositoryName',
  'functionName',
  'bucketName',
  'keyId',
  'loadBalancerArn',
  'instanceId',
  'target',
  'logGroupName',
  'alarmName',
  'trailName',
  'name',
] as const;

export function recordFacts(record: CloudTrailRecord): RecordFacts {
  const { userIdentity, requestParameters, responseElements } = record;
  const request = requestParameters ?? {};
  const text = (name: string) => textAt(request, name) ?? textAt(responseElements ?? {}, name);
  const session = /:assumed-role\/[^/]+\/(.+)$/.exec(userIdentity?.arn ?? '')?.[1];
  return {
    actor:
      userIdentity?.arn ??
      userIdentity?.principalId ??
      userIdentity?.invokedBy ??
      record.sourceIPAddress ??
      'unknown',
    identity: describeIdentity(userIdentity),
    arn: userIdentity?.arn,
    role: textAt(objectAt(objectAt(userIdentity, 'sessionContext'), 'sessionIssuer'), 'arn'),
    session,
    accessKeyId: userIdentity?.accessKeyId === '' ? undefined : userIdentity?.accessKeyId,
    mfa: mfaOf(record),
    via: userIdentity?.invokedBy,
    account: [record.recipientAccountId, userIdentity?.accountId].find(isAccount),
    region: record.awsRegion,
    cluster: nameIn(text('cluster') ?? text('clusterArn') ?? text('clusterName')),
    service: nameIn(text('service') ?? text('serviceName')),
    task: nameIn(text('task') ?? text('taskArn')),
    container: text('container') ?? text('containerName'),
    resource: RESOURCES.map((name) => textAt(request, name)).find((value) => value !== undefined),
  };
}

/** What is no account's number is nobody's account: a message then names the one that it comes from. */
function isAccount(text: string | undefined): boolean {
  return text !== undefined && /^\d{12}$/.test(text);
}

/** `ecs:ExecuteCommand`. */
export function callOf({ eventSource, eventName }: CloudTrailRecord): string {
  return `${eventSource.replace(/\.amazonaws\.com$/, '')}:${eventName}`;
}

const MOST_REQUEST = 600;
/** Fifty times what is shown: a parameter may be masked, and what comes after it shown. */
const MOST_LOOKED_AT = 32_768;

/** One record on one line: when, what, with which parameters (secrets masked), and by which id to find it. */
export function recordLine(record: CloudTrailRecord): string {
  const parameters = record.requestParameters;
  const room = { left: MOST_LOOKED_AT };
  const beginning = beginningOf(parameters ?? undefined, room);
  const masked = beginning === undefined ? '' : JSON.stringify(maskSecrets(beginning));
  const request = masked === '' ? '' : ` ${shownText(masked, MOST_REQUEST)}`;
  const secrets = countMasked(masked);
  const least = room.left > 0 ? '' : 'at least ';
  const hidden = secrets === 0 ? '' : ` [${least}${secrets} ${secrets === 1 ? 'value' : 'values'} masked]`;
  const error = record.errorCode === undefined ? '' : ` refused: ${plainText(record.errorCode)}`;
  const id = record.eventID === undefined ? '' : ` (${plainText(record.eventID)})`;
  return `${plainText(record.eventTime)} ${plainText(callOf(record))}${error}${request}${hidden}${id}`;
}

/** Placeholders that say no more than the option before them: `--user-name <name>`, `--secret-id <id>`. */
const GENERIC: ReadonlySet<string> = new Set(['name', 'id', 'arn', 'group']);
/** Options that may mean the caller, or whom the call was about: the wrong one of the two would be locked out. */
const EITHER: ReadonlySet<string> = new Set(['user-name', 'role-name', 'access-key-id']);
/** Services that the command line names otherwise than the records do. */
const EVENT_SOURCES: Readonly<Record<string, string>> = {
  s3api: 's3',
  cloudwatch: 'monitoring',
  configservice: 'config',
  elbv2: 'elasticloadbalancing',
};

/** Placeholders of runbooks, as far as the record knows them; `requestParameters.…` paths are taken literally. */
export function lookupIn(record: CloudTrailRecord): Lookup {
  const facts = recordFacts(record);
  const issuer = objectAt(objectAt(record.userIdentity, 'sessionContext'), 'sessionIssuer');
  const known: Readonly<Record<string, string | undefined>> = {
    cluster: facts.cluster,
    service: facts.service,
    task: facts.task,
    'task id': facts.task,
    user: record.userIdentity?.type === 'IAMUser' ? record.userIdentity.userName : undefined,
    key: facts.accessKeyId,
    role: textAt(issuer, 'userName'),
    trail: trailOf(record),
    region: facts.region,
    sg: textAt(record.requestParameters ?? undefined, 'groupId'),
    family: textAt(record.requestParameters ?? undefined, 'family'),
  };
  return (name, spot) => {
    if (Object.hasOwn(known, name)) return known[name];
    if (GENERIC.has(name)) return ofOption(record, spot);
    if (!name.includes('.')) return textAt(record.requestParameters ?? undefined, name);
    const value = name
      .split('.')
      .reduce<JsonValue | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), record);
    return typeof value === 'string' ? value : undefined;
  };
}

/** The parameter of the call that the option is called after; undefined where it could be another thing's. */
function ofOption(record: CloudTrailRecord, { service = '', option = '' }: Spot): string | undefined {
  if (EITHER.has(option)) return undefined;
  // A `name` is that of whatever the called service has; an option of another service means another thing.
  const isSameService =
    record.eventSource === `${ownEntry(EVENT_SOURCES, service) ?? service}.amazonaws.com` && service !== '';
  if (!isSameService) return undefined;
  const parameter = option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const request = record.requestParameters ?? undefined;
  return textAt(request, parameter === 'bucket' ? 'bucketName' : parameter);
}

function trailOf({ eventSource, requestParameters }: CloudTrailRecord): string | undefined {
  if (eventSource !== 'cloudtrail.amazonaws.com') return undefined;
  const request = requestParameters ?? undefined;
  return textAt(request, 'trailName') ?? textAt(request, 'name');
}

/** Console sign-ins say it in `additionalEventData`, role and temporary sessions in their attributes. */
function mfaOf(record: CloudTrailRecord): RecordFacts['mfa'] {
  const used = textAt(objectAt(record, 'additionalEventData'), 'MFAUsed');
  const attributes = objectAt(objectAt(record.userIdentity, 'sessionContext'), 'attributes');
  switch (used ?? textAt(attributes, 'mfaAuthenticated')) {
    case 'Yes':
    case 'true':
      return 'yes';
    case 'No':
    case 'false':
      return 'no';
    default:
      return 'unknown';
  }
}

function objectAt(parent: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = parent?.[name];
  return isJsonObject(value) ? value : undefined;
}

function textAt(parent: JsonObject | undefined, name: string): string | undefined {
  const value = parent?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The last part of an ARN; names stay as they are. */
function nameIn(text: string | undefined): string | undefined {
  return text?.startsWith('arn:') ? text.split('/').at(-1) : text;
}
