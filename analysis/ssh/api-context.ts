import type { CloudTrailRecord, JsonObject, JsonValue } from '../../records/cloudtrail-record';
import { describeIdentity } from '../describe-identity';
import type { SshActivity } from './activity';
import type { PortOpening } from './known-events';

/** Any range of prefix length 0 is the whole world, whichever address it is written with. */
const WORLD = '/0';
const LAST_PORT = 65_535;

/**
 * Takes from an API record what flow logs do not know: SSH ports opened to the world, which security groups an
 * interface is in, and who had a shell in a task. Other records, and calls that failed, change nothing.
 */
export function noteApiCall(activity: SshActivity, record: CloudTrailRecord): void {
  if (record.errorCode !== undefined) return;
  if (record.eventSource === 'ecs.amazonaws.com' && record.eventName === 'ExecuteCommand') {
    noteShell(activity, record);
  }
  if (record.eventSource !== 'ec2.amazonaws.com') return;
  switch (record.eventName) {
    case 'AuthorizeSecurityGroupIngress':
      for (const opening of openingsIn(record)) {
        const isSsh = activity.policy.sshPorts.some(
          (port) => port >= opening.fromPort && port <= opening.toPort,
        );
        if (isSsh) activity.addOpening(opening);
      }
      return;
    case 'CreateNetworkInterface':
      noteInterface(activity, objectAt(record.responseElements, 'networkInterface'));
      return;
    case 'ModifyNetworkInterfaceAttribute':
      noteInterface(activity, record.requestParameters ?? undefined);
      return;
  }
}

/**
 * The rules that let the world in, from `responseElements.securityGroupRuleSet`: it has one shape where the
 * request has two, and it is only there on success.
 */
function openingsIn(record: CloudTrailRecord): PortOpening[] {
  const at = Date.parse(record.eventTime) / 1000;
  const rules = itemsOf(objectAt(record.responseElements, 'securityGroupRuleSet'));
  return rules.flatMap((rule) => {
    const isWorld = [rule['cidrIpv4'], rule['cidrIpv6']].some(
      (range) => typeof range === 'string' && range.endsWith(WORLD),
    );
    const protocol = rule['ipProtocol'];
    const isTcp = protocol === 'tcp' || protocol === '6' || protocol === '-1';
    const groupId = rule['groupId'];
    if (!isWorld || !isTcp || rule['isEgress'] === true || typeof groupId !== 'string') return [];
    const isAllPorts = protocol === '-1';
    return {
      eventId: record.eventID ?? `${record.eventTime} ${record.eventName}`,
      at,
      groupId,
      vpcId: textAt(rule, 'vpcId'),
      fromPort: isAllPorts ? 0 : (numberAt(rule, 'fromPort') ?? 0),
      toPort: isAllPorts ? LAST_PORT : (numberAt(rule, 'toPort') ?? LAST_PORT),
      actor: record.userIdentity?.arn ?? record.userIdentity?.invokedBy ?? 'somebody unnamed',
    };
  });
}

/** `task` is an id, or an ARN that ends in it. */
function noteShell(activity: SshActivity, record: CloudTrailRecord): void {
  const task = textAt(record.requestParameters ?? undefined, 'task')
    ?.split('/')
    .at(-1);
  const at = Date.parse(record.eventTime) / 1000;
  if (task === undefined || task === '' || Number.isNaN(at)) return;
  const by = describeIdentity(record.userIdentity);
  const eventId = record.eventID ?? `${record.eventTime} ${record.eventName}`;
  activity.addShell({ eventId, at, task, actor: record.userIdentity?.arn ?? by, by });
}

function noteInterface(activity: SshActivity, described: JsonObject | undefined): void {
  const interfaceId = textAt(described, 'networkInterfaceId');
  const groups = itemsOf(objectAt(described, 'groupSet')).flatMap((group) => textAt(group, 'groupId') ?? []);
  if (interfaceId !== undefined && groups.length > 0) activity.addInterface(interfaceId, groups);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectAt(parent: JsonObject | null | undefined, key: string): JsonObject | undefined {
  const value = parent?.[key];
  return isObject(value) ? value : undefined;
}

function itemsOf(set: JsonObject | undefined): JsonObject[] {
  const items = set?.['items'];
  return Array.isArray(items) ? items.filter(isObject) : [];
}

function textAt(parent: JsonObject | undefined, key: string): string | undefined {
  const value = parent?.[key];
  return typeof value === 'string' ? value : undefined;
}

function numberAt(parent: JsonObject | undefined, key: string): number | undefined {
  const value = parent?.[key];
  return typeof value === 'number' ? value : undefined;
}
