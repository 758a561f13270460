import type {
  CloudTrailRecord,
  JsonObject,
  UserIdentity,
} from '../../../records/cloudtrail/cloudtrail-record';
import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { denied, EXAMPLE_ACCOUNT, exampleDeployer, exampleEvent, exampleRole } from '../example-event';

/** Records, and flows, that are seen together. */
export interface TrailExample {
  readonly records: readonly CloudTrailRecord[];
  readonly flows?: readonly FlowRecord[];
}

/** What proves a detection of the trail analyzer: each of `fires` makes a finding, each of `staysSilent` nearly does. */
export interface TrailExamples {
  readonly fires: readonly TrailExample[];
  readonly staysSilent: readonly TrailExample[];
}

export type TrailExampleTable = { readonly [detectionId: string]: TrailExamples };

const START = Date.parse('2026-11-02T08:00:00Z');

/** `2026-11-02T08:00:00Z` and so many minutes. */
export function minute(minutes: number): string {
  return new Date(START + minutes * 60_000).toISOString().replace('.000Z', 'Z');
}

/** A call so many minutes after eight, with an id of its own. */
export function callAt(
  minutes: number,
  service: string,
  eventName: string,
  request: CloudTrailRecord['requestParameters'] = null,
  overrides: Partial<CloudTrailRecord> = {},
): CloudTrailRecord {
  const event = exampleEvent(service, eventName, request, { eventTime: minute(minutes), ...overrides });
  const who = `${event.userIdentity?.arn ?? ''} ${event.sourceIPAddress ?? ''} ${event.awsRegion ?? ''}`;
  return { ...event, eventID: overrides.eventID ?? `${minutes} ${service}:${eventName} ${who}` };
}

export function sequence(...records: readonly CloudTrailRecord[]): TrailExample {
  return { records };
}

const DAY = 24 * 60;

/** The same call once a day, for so many days before minute 0, long enough to be learned. */
export function habit(
  days: number,
  make: (minutes: number) => CloudTrailRecord,
): readonly CloudTrailRecord[] {
  return Array.from({ length: days }, (_, day) => make((day - days) * DAY));
}

export const TASK = '0123456789abcdef0123456789abcdef';

/** A container, through the role of its task. */
export function exampleTask(role = 'orders-task', task: string = TASK): UserIdentity {
  return exampleRole(role, task);
}

/** A person who signed in by Identity Center. */
export const exampleSso: UserIdentity = exampleRole(
  'AWSReservedSSO_Developer_0123456789abcdef',
  'anna@example.com',
);

/** Another account, as its calls arrive here. */
export const exampleStranger: UserIdentity = {
  type: 'AssumedRole',
  principalId: 'AROASTRANGERAAAAAAAAA:partner',
  arn: 'arn:aws:sts::444455556666:assumed-role/partner/partner',
  accountId: '444455556666',
  accessKeyId: 'ASIASTRANGEREXAMPLEA',
};

/** A flow out of a task, so many minutes after eight. */
export function egress(minutes: number, dstaddr: string, overrides: Partial<FlowRecord> = {}): FlowRecord {
  const start = START / 1000 + minutes * 60;
  return {
    interfaceId: 'eni-0123456789abcdef0',
    srcaddr: '10.20.0.5',
    dstaddr,
    srcport: 45_000,
    dstport: 443,
    protocol: 6,
    packets: 12,
    bytes: 9_000,
    start,
    end: start + 58,
    action: 'ACCEPT',
    tcpFlags: 3,
    pktSrcaddr: '10.20.0.5',
    pktDstaddr: dstaddr,
    flowDirection: 'egress',
    vpcId: 'vpc-0123456789abcdef0',
    ecsClusterName: 'harbor',
    ecsServiceName: 'orders',
    ecsTaskId: TASK,
    ...overrides,
  };
}

export const ECR = `${EXAMPLE_ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`;
export const ELSEWHERE = '203.0.113.77';

/** One call as an example of its own. */
export function one(
  service: string,
  eventName: string,
  request: CloudTrailRecord['requestParameters'] = null,
  overrides: Partial<CloudTrailRecord> = {},
): TrailExample {
  return sequence(callAt(0, service, eventName, request, overrides));
}

/** The same call, refused for lack of a permission. */
export function refused(example: TrailExample, errorCode?: string): TrailExample {
  return { records: example.records.map((record) => denied(record, errorCode)) };
}

/** The same call by a named deploy role. */
export function byPipeline(example: TrailExample): TrailExample {
  return { records: example.records.map((record) => ({ ...record, userIdentity: exampleDeployer })) };
}

/** The same call by AWS itself, through a role that only it can make. */
export function byService(example: TrailExample): TrailExample {
  const userIdentity = exampleRole('AWSServiceRoleForSupport', 'support');
  const issuer = `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport`;
  const session = userIdentity['sessionContext'] as { sessionIssuer: object };
  return {
    records: example.records.map((record) => ({
      ...record,
      userIdentity: {
        ...userIdentity,
        invokedBy: 'support.amazonaws.com',
        sessionContext: { ...session, sessionIssuer: { ...session.sessionIssuer, arn: issuer } },
      },
    })),
  };
}

/** A schedule whose template runs a task, with whatever it changes of it. */
export function scheduleOf(
  parameters: JsonObject = {},
  input?: JsonObject,
  overrides: Partial<CloudTrailRecord> = {},
): TrailExample {
  const target = {
    arn: `arn:aws:ecs:eu-west-1:${EXAMPLE_ACCOUNT}:cluster/harbor`,
    ecsParameters: {
      taskDefinitionArn: `arn:aws:ecs:eu-west-1:${EXAMPLE_ACCOUNT}:task-definition/worker:3`,
      ...parameters,
    },
    ...(input !== undefined && { input: JSON.stringify(input) }),
  };
  return one('scheduler', 'CreateSchedule', { name: 'nightly', target }, overrides);
}

/** The same by the universal target of the scheduler, which calls ECS with its input. */
export function scheduledCall(call: string, input: JsonObject): TrailExample {
  const target = { arn: `arn:aws:scheduler:::aws-sdk:ecs:${call}`, input: JSON.stringify(input) };
  return one('scheduler', 'CreateSchedule', { name: 'nightly', target });
}
