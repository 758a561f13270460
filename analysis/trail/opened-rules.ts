import type { CloudTrailRecord, JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { isInternet } from './address-space';
import { numberAt, objectsAt, textAt } from './json-path';
import type { ServiceCalls } from './trail-rule';

/**
 * The calls that open a port, once for all that look at them: alarms, analyzers and saved questions. A test holds the
 * questions to it.
 */
export const PORT_OPENING_CALLS = {
  service: 'ec2',
  names: ['AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules'],
} as const satisfies ServiceCalls;

/** The calls that say which addresses stand behind a prefix list. */
export const PREFIX_LIST_CALLS = {
  service: 'ec2',
  names: ['CreateManagedPrefixList', 'ModifyManagedPrefixList'],
} as const satisfies ServiceCalls;

const LAST_PORT = 65_535;

/** One rule of a security group as a call wrote it. */
export interface OpenedRule {
  readonly groupId: string | undefined;
  readonly vpcId: string | undefined;
  /** `tcp`, `udp`, a number, or `-1` for all. */
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  /** A range; undefined where a group or a prefix list is admitted instead. */
  readonly range: string | undefined;
  readonly prefixList: string | undefined;
}

/** A span of ports that the internet can reach from now on, with the ranges that add up to it. */
export interface InternetOpening {
  readonly groupId: string | undefined;
  readonly vpcId: string | undefined;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly ranges: readonly string[];
}

/** All inbound rules that a successful call made or rewrote; none of any other call. */
export function rulesOpenedBy(record: CloudTrailRecord): readonly OpenedRule[] {
  if (record.errorCode !== undefined || record.eventSource !== 'ec2.amazonaws.com') return [];
  switch (record.eventName) {
    case 'AuthorizeSecurityGroupIngress':
      return authorized(record);
    case 'ModifySecurityGroupRules':
      return edited(record);
    default:
      return [];
  }
}

/** What of these rules lets the internet in, by group, protocol and span of ports. */
export function internetOpenings(rules: readonly OpenedRule[]): readonly InternetOpening[] {
  const openings = new Map<string, InternetOpening>();
  for (const one of rules) {
    const { groupId, vpcId, protocol, fromPort, toPort } = one;
    // Every rule that covers all of these ports adds its range to them.
    const ranges = rules
      .filter((other) => other.groupId === groupId && covers(other, one))
      .flatMap(({ range }) => range ?? []);
    if (!isInternet(ranges)) continue;
    const whole = ranges.filter((range) => range.endsWith('/0'));
    const key = `${groupId} ${protocol} ${fromPort} ${toPort}`;
    openings.set(key, {
      groupId,
      vpcId,
      protocol,
      fromPort,
      toPort,
      ranges: [...new Set(whole.length > 0 ? whole : ranges)],
    });
  }
  return [...openings.values()];
}

export function isTcp({ protocol }: Pick<OpenedRule, 'protocol'>): boolean {
  return protocol === 'tcp' || protocol === '6' || protocol === '-1';
}

/** `ports 20 to 25 to 0.0.0.0/1 and 128.0.0.0/1`. */
export function describeOpening({ protocol, fromPort, toPort, ranges }: InternetOpening): string {
  const ports =
    protocol === '-1'
      ? 'every port'
      : fromPort === toPort
        ? `${protocol} port ${fromPort}`
        : `${protocol} ports ${fromPort} to ${toPort}`;
  return `opens ${ports} to ${ranges.slice(0, 4).join(' and ')}`;
}

function covers(rule: OpenedRule, other: OpenedRule): boolean {
  const isSame = rule.protocol === '-1' || rule.protocol === other.protocol;
  return isSame && rule.fromPort <= other.fromPort && rule.toPort >= other.toPort;
}

/** The response has one shape where the request has two; without it the request says the same. */
function authorized({ requestParameters, responseElements }: CloudTrailRecord): readonly OpenedRule[] {
  const made = objectsAt(responseElements, 'securityGroupRuleSet.items[]');
  if (made.length > 0) {
    return made
      .filter((rule) => rule['isEgress'] !== true)
      .map((rule) => openedRule(rule, textAt(rule, 'cidrIpv4') ?? textAt(rule, 'cidrIpv6'), LOWER));
  }
  const groupId = textAt(requestParameters, 'groupId');
  const permissions = objectsAt(requestParameters, 'ipPermissions.items[]');
  const asked =
    permissions.length > 0 || requestParameters === null ? permissions : [requestParameters ?? {}];
  return asked.flatMap((permission) => {
    const ranges = [
      textAt(permission, 'cidrIp'),
      ...objectsAt(permission, 'ipRanges.items[]').map((range) => textAt(range, 'cidrIp')),
      ...objectsAt(permission, 'ipv6Ranges.items[]').map((range) => textAt(range, 'cidrIpv6')),
    ].filter((range) => range !== undefined);
    const lists = objectsAt(permission, 'prefixListIds.items[]').map((list) => textAt(list, 'prefixListId'));
    const rule = openedRule(permission, undefined, LOWER);
    return [
      ...ranges.map((range) => ({ ...rule, groupId, range })),
      ...lists.map((prefixList) => ({ ...rule, groupId, prefixList })),
    ];
  });
}

/** A rule stands as an object where one is edited and as a list where several are. */
function edited({ requestParameters }: CloudTrailRecord): readonly OpenedRule[] {
  const request = 'ModifySecurityGroupRulesRequest';
  const groupId = textAt(requestParameters, `${request}.GroupId`);
  return objectsAt(requestParameters, `${request}.SecurityGroupRule[].SecurityGroupRule`).map((rule) => ({
    ...openedRule(rule, textAt(rule, 'CidrIpv4') ?? textAt(rule, 'CidrIpv6'), UPPER),
    groupId,
  }));
}

interface Members {
  readonly protocol: string;
  readonly fromPort: string;
  readonly toPort: string;
  readonly prefixList: string;
}

const LOWER: Members = {
  protocol: 'ipProtocol',
  fromPort: 'fromPort',
  toPort: 'toPort',
  prefixList: 'prefixListId',
};
const UPPER: Members = {
  protocol: 'IpProtocol',
  fromPort: 'FromPort',
  toPort: 'ToPort',
  prefixList: 'PrefixListId',
};

function openedRule(rule: JsonObject, range: string | undefined, members: Members): OpenedRule {
  const protocol = textAt(rule, members.protocol) ?? String(numberAt(rule, members.protocol) ?? 'tcp');
  const isAll = protocol === '-1';
  return {
    groupId: textAt(rule, 'groupId'),
    vpcId: textAt(rule, 'vpcId'),
    protocol,
    fromPort: isAll ? 0 : (numberAt(rule, members.fromPort) ?? 0),
    toPort: isAll ? LAST_PORT : (numberAt(rule, members.toPort) ?? LAST_PORT),
    range,
    prefixList: textAt(rule, members.prefixList),
  };
}
