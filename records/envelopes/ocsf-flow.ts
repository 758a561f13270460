import { isJsonObject, type JsonObject, type JsonValue } from '../cloudtrail/cloudtrail-record';
import type { FlowObject } from '../flow-logs/flow-object';
import { accountOf, at, milliseconds, text } from './ocsf-members';

const FLOW_NAMES =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id subnet-id instance-id tcp-flags pkt-srcaddr pkt-dstaddr region az-id flow-direction';
/** Fields that come of one member each: without it the row is of a format that lacks them, and that is told. */
const LACKING: readonly (readonly [member: string, fields: readonly string[]])[] = [
  ['src_endpoint', ['srcaddr', 'srcport', 'pkt-srcaddr']],
  ['dst_endpoint', ['dstaddr', 'dstport', 'pkt-dstaddr']],
  ['connection_info', ['protocol', 'tcp-flags', 'flow-direction']],
  ['traffic', ['packets', 'bytes']],
];
const REFUSE_ACTIVITY = 5;

/** A row of network activity (4001) as the flow log line that it was made from. */
export function flowOf(value: JsonObject): FlowObject {
  const source = at(value, 'src_endpoint');
  const target = at(value, 'dst_endpoint');
  const connection = at(value, 'connection_info');
  const start = milliseconds(value, 'start_time') ?? milliseconds(value, 'time');
  const end = milliseconds(value, 'end_time') ?? start;
  const direction = Number(at(connection, 'direction_id'));
  const status = text(value['status_code']);
  const own = (name: string) => text(at(source, name)) ?? text(at(target, name));
  const seconds = (time: number | undefined) =>
    time === undefined ? undefined : String(Math.floor(time / 1000));
  const values = [
    text(at(value, 'metadata', 'product', 'version')),
    accountOf(at(value, 'cloud')),
    own('interface_uid'),
    text(at(source, 'intermediate_ips', '0')) ??
      firstOf(at(source, 'intermediate_ips')) ??
      text(at(source, 'ip')),
    firstOf(at(target, 'intermediate_ips')) ?? text(at(target, 'ip')),
    text(at(source, 'port')),
    text(at(target, 'port')),
    text(at(connection, 'protocol_num')),
    text(at(value, 'traffic', 'packets')),
    text(at(value, 'traffic', 'bytes')),
    seconds(start),
    seconds(end),
    actionOf(value),
    status,
    own('vpc_uid'),
    own('subnet_uid'),
    own('instance_uid'),
    text(at(connection, 'tcp_flags')),
    text(at(source, 'ip')),
    text(at(target, 'ip')),
    text(at(value, 'cloud', 'region')),
    text(at(value, 'cloud', 'zone')),
    direction === 1 ? 'ingress' : direction === 2 ? 'egress' : undefined,
  ];
  const line = values.map((part) => part?.replaceAll(' ', '') ?? '-');
  const isWindow = status === 'NODATA' || status === 'SKIPDATA';
  const lacking = isWindow
    ? []
    : LACKING.flatMap(([member, fields]) => (isJsonObject(value[member]) ? [] : fields)).concat(
        start === undefined ? ['start', 'end'] : [],
      );
  if (lacking.length === 0) return { names: FLOW_NAMES, line: line.join(' ') };
  const names = FLOW_NAMES.split(' ');
  const isThere = (_: string, column: number) => !lacking.includes(names[column] ?? '');
  return { names: names.filter(isThere).join(' '), line: line.filter(isThere).join(' ') };
}

function firstOf(value: JsonValue | undefined): string | undefined {
  return Array.isArray(value) ? text(value[0] as JsonValue) : undefined;
}

function actionOf(value: JsonObject): string | undefined {
  const words = [value['action'], value['disposition'], value['activity_name']].map((word) =>
    String(word).toUpperCase(),
  );
  if (value['activity_id'] === REFUSE_ACTIVITY && words[0] === 'UNDEFINED') return 'REJECT';
  if (words.some((word) => ['REJECT', 'DENIED', 'BLOCKED', 'REFUSE'].includes(word))) return 'REJECT';
  return words.some((word) => ['ACCEPT', 'ALLOWED', 'TRAFFIC'].includes(word)) ? 'ACCEPT' : undefined;
}
