import type { Finding } from '../../../analysis/finding';
import type { SshActivity } from '../../../analysis/ssh/activity';
import { noteApiCall } from '../../../analysis/ssh/context/api-context';
import { DEFAULT_SSH_POLICY } from '../../../analysis/ssh/policy';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { activityOf, EIGHT, flow, times } from './flows';

export const HOUR = 3_600;
export const DAY = 24 * HOUR;
export const MEBIBYTE = 1024 ** 2;
export const FAR = '192.0.2.80';

export const taskId = (number: number) => `${number}`.padStart(32, '0');
export const addressOf = (number: number) => `10.0.1.${10 + number}`;

/** What task `number` of a service sends. */
export function sent(number: number, fields: Partial<FlowRecord>, service = 'orders'): FlowRecord {
  return flow({
    ...{
      srcaddr: addressOf(number),
      dstaddr: FAR,
      dstport: 443,
      flowDirection: 'egress',
      packets: 12,
      bytes: 2_100,
    },
    ...{ ecsClusterName: 'harbor', ecsServiceName: service, ecsTaskId: taskId(number), ...fields },
    end: (fields.start ?? EIGHT) + 5,
  });
}

/** What a service does by the hour anyway, from `from` on. */
export const usual = (number: number, from: number, until: number, service = 'orders') =>
  times(Math.floor((until - from) / HOUR), (hour) =>
    sent(
      number,
      { dstaddr: '52.94.220.16', srcport: 40_000 + hour, start: from + hour * HOUR + ((hour * 977) % 1_800) },
      service,
    ),
  );

/** Connections `every` so many seconds, each off by up to `jitter` of it, by a fixed sequence. */
export function beats(
  number: number,
  count: number,
  every: number,
  jitter: number,
  fields: Partial<FlowRecord> = {},
) {
  let seed = 7;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  let at = fields.start ?? EIGHT;
  return times(count, (index) => {
    const record = sent(number, { ...fields, srcport: 41_000 + index, start: Math.round(at) });
    at += every * (1 + jitter * (2 * random() - 1));
    return record;
  });
}

export type Rule = (activity: SshActivity, policy: typeof DEFAULT_SSH_POLICY) => Finding[];
export function judge(
  rule: Rule,
  records: readonly FlowRecord[],
  calls: readonly CloudTrailRecord[] = [],
): Finding[] {
  const activity = activityOf(records);
  for (const call of calls) noteApiCall(activity, call);
  return rule(activity, DEFAULT_SSH_POLICY);
}

export const call = (
  eventName: string,
  at: number,
  requestParameters: Record<string, unknown>,
): CloudTrailRecord =>
  ({
    eventVersion: '1.11',
    eventID: `${eventName}-${at}`,
    eventSource: 'ecs.amazonaws.com',
    eventName,
    eventTime: new Date(at * 1000).toISOString(),
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/admin/mallory' },
    requestParameters,
  }) as unknown as CloudTrailRecord;

export const shellAt = (at: number, number: number) =>
  call('ExecuteCommand', at, { cluster: 'harbor', task: taskId(number) });
export const release = (at: number, image: string) => [
  call('RegisterTaskDefinition', at, { family: 'orders', containerDefinitions: [{ name: 'web', image }] }),
  call('UpdateService', at + 60, { cluster: 'harbor', service: 'orders', taskDefinition: 'orders:43' }),
];
