import type { CloudTrailRecord, JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { ownEntry } from '../../records/values/own-entry';
import { numberAt, objectsAt, textAt, textsAt } from './json-path';
import type { ServiceCalls } from './trail-rule';

/**
 * The calls that open a port, once for all that look at them: alarms, analyzers and saved questions. A test holds the
 * questions to it.
 */
export const PORT_OPENING_CALLS = {
  service: 'ec2',
  names: ['AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules'],
} as const satisfies ServiceCalls;

/** The calls that close one again, in whole or in part. */
export const PORT_CLOSING_CALLS = {
  service: 'ec2',
  names: ['RevokeSecurityGroupIngress', 'ModifySecurityGroupRules'],
} as const satisfies ServiceCalls;

/** The calls that say which addresses stand behind a prefix list. */
export const PREFIX_LIST_CALLS = {
  service: 'ec2',
  names: ['CreateManagedPrefixList', 'ModifyManagedPrefixList'],
} as const satisfies ServiceCalls;

export const LAST_PORT = 65_535;

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
  /** `sgr-…`, where the record has it. */
  readonly ruleId: string | undefined;
}

/** A rule that was taken away, as far as the call says what it was: by its id alone, or by what it admitted. */
export type ClosedRule = OpenedRule | { readonly groupId: string | undefined; readonly ruleId: string };

/** All inbound rules that a successful call made or rewrote; none of any other call. */
export function rulesOpenedBy(record: CloudTrailRecord): readonly OpenedRule[] {
  switch (doneByEc2(record)) {
    case 'AuthorizeSecurityGroupIngress':
      return authorized(record);
    case 'ModifySecurityGroupRules':
      return edited(record);
    default:
      return [];
  }
}

/** All outbound rules that a successful call made; none of any other call. */
export function rulesLetOutBy(record: CloudTrailRecord): readonly OpenedRule[] {
  if (doneByEc2(record) !== 'AuthorizeSecurityGroupEgress') return [];
  const made = answered(record.responseElements, 'securityGroupRuleSet', true);
  return made.length > 0 ? made : asked(record);
}

/** All inbound rules that a successful call took away, or wrote anew; none of any other call. */
export function rulesClosedBy(record: CloudTrailRecord): readonly ClosedRule[] {
  switch (doneByEc2(record)) {
    case 'RevokeSecurityGroupIngress':
      return revoked(record);
    case 'ModifySecurityGroupRules':
      return edited(record).flatMap(({ groupId, ruleId }) =>
        ruleId === undefined ? [] : { groupId, ruleId },
      );
    default:
      return [];
  }
}

/** The name of a call of EC2 that went through. */
function doneByEc2({ errorCode, eventSource, eventName }: CloudTrailRecord): string | undefined {
  return errorCode === undefined && eventSource === 'ec2.amazonaws.com' ? eventName : undefined;
}

/** The response has one shape where the request has two; without it the request says the same. */
function authorized(record: CloudTrailRecord): readonly OpenedRule[] {
  const made = answered(record.responseElements, 'securityGroupRuleSet');
  return made.length > 0 ? made : asked(record);
}

/** Since 2024 the response says what was revoked; rules may be named by their ids alone. */
function revoked(record: CloudTrailRecord): readonly ClosedRule[] {
  const taken = answered(record.responseElements, 'revokedSecurityGroupRuleSet');
  if (taken.length > 0) return taken;
  const { requestParameters: request } = record;
  const groupId = textAt(request, 'groupId');
  const ids = [
    ...textsAt(request, 'securityGroupRuleIds.items[].securityGroupRuleId'),
    ...textsAt(request, 'securityGroupRuleIds.items[]'),
    ...textsAt(request, 'securityGroupRuleIds[]'),
  ];
  return [...ids.map((ruleId) => ({ groupId, ruleId })), ...asked(record)];
}

function answered(
  response: JsonObject | null | undefined,
  member: string,
  isEgress = false,
): readonly OpenedRule[] {
  return objectsAt(response, `${member}.items[]`)
    .filter((rule) => (rule['isEgress'] === true) === isEgress)
    .map((rule) => openedRule(rule, textAt(rule, 'cidrIpv4') ?? textAt(rule, 'cidrIpv6'), LOWER));
}

function asked({ requestParameters }: CloudTrailRecord): readonly OpenedRule[] {
  const groupId = textAt(requestParameters, 'groupId');
  const permissions = objectsAt(requestParameters, 'ipPermissions.items[]');
  const given =
    permissions.length > 0 || requestParameters === null ? permissions : [requestParameters ?? {}];
  return given.flatMap((permission) => {
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
  return objectsAt(requestParameters, `${request}.SecurityGroupRule[]`).flatMap((edit) =>
    objectsAt(edit, 'SecurityGroupRule').map((rule) => ({
      ...openedRule(rule, textAt(rule, 'CidrIpv4') ?? textAt(rule, 'CidrIpv6'), UPPER),
      groupId,
      ruleId: textAt(edit, 'SecurityGroupRuleId'),
    })),
  );
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

/** Protocols that have a name are written by it or by their number (IANA protocol numbers). */
const NAMES: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  all: '-1',
};
const PORTED: readonly string[] = ['tcp', 'udp'];

function openedRule(rule: JsonObject, range: string | undefined, members: Members): OpenedRule {
  const written = textAt(rule, members.protocol) ?? String(numberAt(rule, members.protocol) ?? 'tcp');
  const protocol = ownEntry(NAMES, written.toLowerCase()) ?? written.toLowerCase();
  // Types and codes of ICMP stand where ports do, -1 for all; and a rule for every protocol is one for every port.
  const from = protocol === '-1' ? 0 : (numberAt(rule, members.fromPort) ?? 0);
  const to = protocol === '-1' ? LAST_PORT : (numberAt(rule, members.toPort) ?? LAST_PORT);
  const isAll = PORTED.includes(protocol) && (from < 0 || to < 0);
  return {
    groupId: textAt(rule, 'groupId'),
    vpcId: textAt(rule, 'vpcId'),
    protocol,
    fromPort: isAll ? 0 : from,
    toPort: isAll ? LAST_PORT : Math.max(from, to),
    range,
    prefixList: textAt(rule, members.prefixList),
    ruleId: textAt(rule, 'securityGroupRuleId'),
  };
}
