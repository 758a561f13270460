import type {
  CloudTrailRecord,
  JsonObject,
  JsonValue,
  UserIdentity,
} from '../records/cloudtrail/cloudtrail-record';
import { isoSeconds } from './clock';
import { ACCOUNT, REGION } from './fleet';
import type { Simulation } from './simulation';

export interface ApiCall {
  readonly at: number;
  readonly by: UserIdentity;
  /** `ecs` for `ecs.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly request?: JsonObject | null;
  readonly response?: JsonObject | null;
  /** Where the call came from; absent, the service that `by` names. */
  readonly from?: string;
  readonly agent?: string;
  readonly region?: string;
  /** The account that it happened in. @default the fleet's */
  readonly account?: string;
  /** Absent, names that begin with Describe, Get, List, Batch(Get|Check), Lookup read. */
  readonly readOnly?: boolean;
  readonly error?: { readonly code: string; readonly message: string };
  readonly eventType?: string;
  readonly resources?: readonly JsonObject[];
  /** Members that only some records have, such as `additionalEventData` or `vpcEndpointId`. */
  readonly extra?: JsonObject;
}

const READS =
  /^(Describe|Get|List|BatchGet|BatchCheck|Lookup|Search|Head|AssumeRole$|Decrypt|GenerateDataKey)/;

/** Records a call, members in the order in which CloudTrail writes them. */
export function call(simulation: Simulation, made: ApiCall): void {
  const { random } = simulation;
  const invokedBy = made.by.invokedBy;
  const source = made.from ?? invokedBy ?? ACCOUNT;
  const isDirect = made.from !== undefined;
  const requestID = random.uuid();
  const region = made.region ?? REGION;
  const record: Record<string, JsonValue | undefined> = {
    eventVersion: '1.11',
    userIdentity: made.by,
    eventTime: isoSeconds(made.at),
    eventSource: `${made.service}.amazonaws.com`,
    eventName: made.name,
    awsRegion: region,
    sourceIPAddress: source,
    userAgent: made.agent ?? source,
  };
  if (made.error) {
    record['errorCode'] = made.error.code;
    record['errorMessage'] = made.error.message;
  }
  record['requestParameters'] = made.request ?? null;
  record['responseElements'] = made.error ? null : (made.response ?? null);
  Object.assign(record, made.extra);
  record['requestID'] = requestID;
  record['eventID'] = random.uuid();
  record['readOnly'] = made.readOnly ?? READS.test(made.name);
  if (made.resources) record['resources'] = made.resources;
  record['eventType'] = made.eventType ?? 'AwsApiCall';
  record['managementEvent'] = true;
  record['recipientAccountId'] = made.account ?? ACCOUNT;
  record['eventCategory'] = 'Management';
  if (isDirect && record['eventType'] === 'AwsApiCall') {
    record['tlsDetails'] = {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${made.service}.${region}.amazonaws.com`,
    };
  }
  simulation.events.push({ at: made.at, record: record as CloudTrailRecord });
}

/** Services that still answer with the code of the older protocols; the others add `Exception`. */
const REFUSAL_CODES: Readonly<Record<string, string>> = {
  ec2: 'Client.UnauthorizedOperation',
  iam: 'AccessDenied',
  s3: 'AccessDenied',
  sts: 'AccessDenied',
};

/** The refusal that a caller without the permission gets; `action` is IAM's name, such as `ec2:RunInstances`. */
export function accessDenied(by: UserIdentity, action: string, resource = '*') {
  const [service = ''] = action.split(':');
  return {
    code: REFUSAL_CODES[service] ?? 'AccessDeniedException',
    message: `User: ${by.arn ?? 'unknown'} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  };
}
