import { SshActivity } from '../../../../analysis/ssh/activity';
import { noteApiCall } from '../../../../analysis/ssh/context/api-context';
import { DEFAULT_SSH_POLICY } from '../../../../analysis/ssh/policy';
import { sshPortOpenedThenProbed } from '../../../../analysis/ssh/rules/ssh-port-opened-then-probed';
import type { CloudTrailRecord } from '../../../../records/cloudtrail/cloudtrail-record';
import type { FlowRecord } from '../../../../records/flow-logs/flow-record';
import { ATTACKER, EIGHT, INTERFACE, talk, times } from '../flows';

const call = (fields: Partial<CloudTrailRecord>): CloudTrailRecord => ({
  eventTime: '2026-11-02T08:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'AuthorizeSecurityGroupIngress',
  eventID: 'opening-1',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mallory' },
  ...fields,
});
const opening = (rule = {}) =>
  call({
    responseElements: {
      securityGroupRuleSet: {
        items: [
          {
            groupId: 'sg-1',
            isEgress: false,
            ipProtocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            cidrIpv4: '0.0.0.0/0',
            ...rule,
          },
        ],
      },
    },
  });
const networkInterface = (groupId: string) =>
  call({
    eventName: 'CreateNetworkInterface',
    responseElements: {
      networkInterface: { networkInterfaceId: INTERFACE, vpcId: 'vpc-1', groupSet: { items: [{ groupId }] } },
    },
  });
const probesAt = (at: number, vpcId?: string): FlowRecord[] =>
  times(6, (index) => talk({ clientPort: 40_000 + index, at: at + index * 10 }))
    .flat()
    .map((record) => ({ ...record, vpcId }));

function judge(calls: readonly CloudTrailRecord[], flows: readonly FlowRecord[]) {
  const activity = new SshActivity(DEFAULT_SSH_POLICY);
  for (const record of calls) noteApiCall(activity, record);
  for (const record of flows) activity.add(record);
  return sshPortOpenedThenProbed(activity, DEFAULT_SSH_POLICY);
}

test('the port is opened, and ten minutes later the interface of that group is probed', () => {
  expect(judge([opening(), networkInterface('sg-1')], probesAt(EIGHT + 600))).toMatchObject([
    {
      severity: 'critical',
      confidence: 0.9,
      source: ATTACKER,
      evidence: {
        openedBy: 'arn:aws:iam::111122223333:user/mallory',
        openingEventId: 'opening-1',
        securityGroup: 'sg-1',
      },
    },
  ]);
});

test('an interface known to be in another group was not opened', () => {
  expect(judge([opening(), networkInterface('sg-2')], probesAt(EIGHT + 600))).toEqual([]);
});

test('where the group of the interface is not known the join is less sure', () => {
  expect(judge([opening()], probesAt(EIGHT + 600))).toMatchObject([{ severity: 'high', confidence: 0.4 }]);
});

test('probes more than an hour later, or over before the opening, are another story', () => {
  expect(judge([opening(), networkInterface('sg-1')], probesAt(EIGHT + 3_700))).toEqual([]);
  expect(judge([opening(), networkInterface('sg-1')], probesAt(EIGHT - 600))).toEqual([]);
});

test.each([
  ['another port', { fromPort: 443, toPort: 443 }],
  ['a named range', { cidrIpv4: '192.0.2.0/24' }],
  ['the way out', { isEgress: true }],
  ['UDP', { ipProtocol: 'udp' }],
])('a rule for %s opens no SSH port', (_, rule) => {
  expect(judge([opening(rule), networkInterface('sg-1')], probesAt(EIGHT + 600))).toEqual([]);
});

test.each([
  ['IPv6', { cidrIpv4: undefined, cidrIpv6: '::/0' }],
  ['all traffic', { ipProtocol: '-1', fromPort: -1, toPort: -1 }],
  ['a range of ports around it', { fromPort: 20, toPort: 1024 }],
])('a rule for %s opens it', (_, rule) => {
  expect(judge([opening(rule), networkInterface('sg-1')], probesAt(EIGHT + 600))).toHaveLength(1);
});

test('a refused call opens nothing', () => {
  const refused = { ...opening(), errorCode: 'Client.UnauthorizedOperation' };
  expect(judge([refused, networkInterface('sg-1')], probesAt(EIGHT + 600))).toEqual([]);
});
