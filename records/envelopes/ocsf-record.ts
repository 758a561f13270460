import { isJsonObject, type JsonObject, type JsonValue } from '../cloudtrail/cloudtrail-record';
import type { FlowObject } from '../flow-logs/flow-object';
import { flowOf } from './ocsf-flow';
import { accountOf, at, milliseconds, text } from './ocsf-members';
import { unflattened } from './unflattened';

/** A row of Security Lake as the record that it was made from. */
export type FromOcsf =
  | { readonly kind: 'cloudtrail'; readonly record: JsonObject }
  | { readonly kind: 'flow'; readonly flow: FlowObject };

/**
 * Classes that Security Lake sorts CloudTrail's records into: API activity (6003, 3005 in OCSF 1.0.0-rc.2), account
 * change (3001), authentication (3002); and flow logs: network activity (4001). From the mappings that AWS publishes
 * in ocsf/examples, for 1.0.0-rc.2 (source version 1) and 1.1.0 (source version 2) and later.
 */
const API_CLASSES: ReadonlySet<number> = new Set([6003, 3005, 3001, 3002]);
const API_ACTIVITY = 6003;
const NETWORK_CLASS = 4001;

/** Said of every file of API calls in OCSF. */
export const OCSF_API_LACKS =
  'OCSF as Security Lake writes it holds members of the request and the response as text only, and of lists at most what was mapped: what is judged by their types or inside of lists may not be seen';
/** Said of every file of flow logs in OCSF. */
export const OCSF_FLOW_LACKS =
  'flow logs in OCSF hold no ECS cluster, service or task: findings name addresses, not tasks';

/** Is the value a row of Security Lake, of any class? Whoever copies its tables may lose a member or a type. */
export function isOcsf(value: JsonObject): boolean {
  return (
    /^\d{1,9}$/.test(text(value['class_uid']) ?? '') &&
    ['metadata', 'src_endpoint', 'api'].some((member) => isJsonObject(value[member]))
  );
}

/** Undoes Security Lake's mapping; undefined for classes that neither CloudTrail nor flow logs are mapped to. */
export function fromOcsf(value: JsonObject): FromOcsf | undefined {
  const classUid = Number(value['class_uid']);
  if (classUid === NETWORK_CLASS) return { kind: 'flow', flow: flowOf(value) };
  // Classes of accounts and sign-ins are those of many sources.
  if (classUid === API_ACTIVITY || (API_CLASSES.has(classUid) && isJsonObject(value['api']))) {
    return { kind: 'cloudtrail', record: recordOf(value) };
  }
  return undefined;
}

function present(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function recordOf(value: JsonObject): JsonObject {
  const time = milliseconds(value, 'time');
  const user = at(value, 'actor', 'user');
  const { requestParameters, responseElements, ...unmapped } = unflattened(at(value, 'unmapped'));
  const arn = text(at(user, 'uuid')) ?? text(at(user, 'uid'));
  return present({
    ...unmapped,
    eventVersion: text(at(value, 'metadata', 'product', 'version')),
    eventTime: time === undefined ? undefined : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: at(value, 'api', 'service', 'name'),
    eventName: at(value, 'api', 'operation'),
    apiVersion: text(at(value, 'api', 'version')),
    awsRegion: text(at(value, 'cloud', 'region')),
    sourceIPAddress: text(at(value, 'src_endpoint', 'ip')) ?? text(at(value, 'src_endpoint', 'domain')),
    vpcEndpointId: text(at(value, 'src_endpoint', 'uid')),
    userAgent: text(at(value, 'http_request', 'user_agent')),
    errorCode: text(at(value, 'api', 'response', 'error')),
    errorMessage: text(at(value, 'api', 'response', 'message')),
    requestID: text(at(value, 'api', 'request', 'uid')),
    eventID: text(at(value, 'metadata', 'uid')),
    eventType: text(at(value, 'metadata', 'event_code')) ?? text(unmapped['eventType']),
    eventCategory: categoryOf(text(at(value, 'metadata', 'product', 'feature', 'name'))),
    readOnly: flag(unmapped['readOnly']),
    managementEvent: flag(unmapped['managementEvent']),
    recipientAccountId: text(unmapped['recipientAccountId']) ?? accountOf(at(value, 'cloud')),
    requestParameters: structured(at(value, 'api', 'request', 'data')) ?? requestParameters ?? null,
    responseElements: structured(at(value, 'api', 'response', 'data')) ?? responseElements ?? null,
    userIdentity: present({
      ...(isJsonObject(unmapped['userIdentity']) && unmapped['userIdentity']),
      type: text(at(user, 'type')),
      principalId:
        text(at(user, 'uid_alt')) ?? (at(user, 'uuid') === undefined ? undefined : text(at(user, 'uid'))),
      arn: arn?.startsWith('arn:') ? arn : undefined,
      accountId: accountOf(user),
      accessKeyId: text(at(user, 'credential_uid')),
      userName: text(at(user, 'name')),
      invokedBy: text(at(value, 'actor', 'invoked_by')),
      sessionContext: sessionOf(
        at(value, 'actor', 'session'),
        at(unmapped, 'userIdentity', 'sessionContext'),
      ),
    }),
  });
}

function categoryOf(feature: string | undefined): string | undefined {
  return feature === 'Management' || feature === 'Data' || feature === 'Insight' ? feature : undefined;
}

function flag(value: JsonValue | undefined): boolean | undefined {
  return value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined;
}

function sessionOf(session: JsonValue | undefined, unmapped: JsonValue | undefined): JsonObject | undefined {
  const issuer = text(at(session, 'issuer'));
  const isMfa = at(session, 'is_mfa') ?? at(session, 'mfa');
  const context = present({
    ...(isJsonObject(unmapped) && unmapped),
    ...(issuer !== undefined && {
      sessionIssuer: {
        ...(isJsonObject(at(unmapped, 'sessionIssuer')) && (at(unmapped, 'sessionIssuer') as JsonObject)),
        arn: issuer,
      },
    }),
    ...(typeof isMfa === 'boolean' && { attributes: { mfaAuthenticated: String(isMfa) } }),
  });
  return Object.keys(context).length === 0 ? undefined : context;
}

/** Request and response stand as JSON text in source version 2. */
function structured(value: JsonValue | undefined): JsonValue | undefined {
  if (isJsonObject(value)) return value;
  if (typeof value !== 'string' || !value.startsWith('{')) return undefined;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return undefined;
  }
}
