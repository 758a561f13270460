import { isInternet } from '../../../analysis/trail/address-space';
import { describeOpening, internetOpenings } from '../../../analysis/trail/internet-openings';
import { rulesClosedBy, rulesLetOutBy, rulesOpenedBy } from '../../../analysis/trail/opened-rules';
import { strangersIn } from '../../../analysis/trail/policy-document';
import { denied } from '../../../detections/examples/example-event';
import { callAt } from '../../../detections/examples/trail/trail-example';
import type { CloudTrailRecord, JsonObject } from '../../../records/cloudtrail/cloudtrail-record';

const opened = (record: CloudTrailRecord) => internetOpenings(rulesOpenedBy(record)).map(describeOpening);

function added(...rules: readonly JsonObject[]): CloudTrailRecord {
  const items = rules.map((rule) => ({
    groupId: 'sg-1',
    ipProtocol: 'tcp',
    fromPort: 22,
    toPort: 22,
    ...rule,
  }));
  return callAt(
    0,
    'ec2',
    'AuthorizeSecurityGroupIngress',
    { groupId: 'sg-1' },
    { responseElements: { securityGroupRuleSet: { items } } },
  );
}

const edited = (SecurityGroupRule: JsonObject | readonly JsonObject[]) =>
  callAt(0, 'ec2', 'ModifySecurityGroupRules', {
    ModifySecurityGroupRulesRequest: { GroupId: 'sg-1', SecurityGroupRule },
  });
const edit = (CidrIpv4: string) => ({
  SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4 },
});

describe('address space', () => {
  test.each([
    [['0.0.0.0/0'], true],
    [['::/0'], true],
    [['0.0.0.0/1', '128.0.0.0/1'], true],
    // Two eighths are a quarter; one and a network are not.
    [['0.0.0.0/3', '32.0.0.0/3'], true],
    [['0.0.0.0/3', '203.0.113.0/24'], false],
    [['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'], false],
    [['2000::/4', '3000::/4'], true],
    [['2001:db8::/32'], false],
    [Array.from({ length: 64 }, (_, n) => `${n}.0.0.0/8`), true],
    [Array.from({ length: 64 }, () => '1.0.0.0/8'), false],
    [['no range', '0.0.0.0/99'], false],
    [[], false],
  ])('%j together are the internet: %s', (ranges, expected) => {
    expect(isInternet(ranges)).toBe(expected);
  });
});

describe('rules that a call opens', () => {
  test('the fourth rule of one call counts like the first', () => {
    const inside = { cidrIpv4: '10.0.0.0/8' };
    expect(opened(added(inside, inside, inside, { cidrIpv4: '0.0.0.0/0' }))).toEqual([
      'opens tcp port 22 to 0.0.0.0/0',
    ]);
    expect(opened(added(inside, inside, inside))).toEqual([]);
  });

  test('eighths add up where their ports overlap, and only there', () => {
    const [one, other] = ['0.0.0.0/3', '192.0.0.0/3'];
    expect(opened(added({ cidrIpv4: one }, { cidrIpv4: other, fromPort: 20, toPort: 30 }))).toEqual([
      'opens tcp port 22 to 0.0.0.0/3 and 192.0.0.0/3',
    ]);
    const apart = { cidrIpv4: '192.0.0.0/3', fromPort: 443, toPort: 443 };
    expect(opened(added({ cidrIpv4: '0.0.0.0/3' }, apart))).toEqual([]);
  });

  test('edited rules stand as one object or as a list, and all of them are seen', () => {
    expect(opened(edited(edit('0.0.0.0/0')))).toEqual(['opens tcp port 22 to 0.0.0.0/0']);
    expect(opened(edited([edit('10.0.0.0/8'), edit('0.0.0.0/0')]))).toEqual([
      'opens tcp port 22 to 0.0.0.0/0',
    ]);
    expect(opened(edited(edit('10.0.0.0/8')))).toEqual([]);
  });

  test('without a response the request says the same, in both of its shapes', () => {
    const nested = callAt(0, 'ec2', 'AuthorizeSecurityGroupIngress', {
      groupId: 'sg-1',
      ipPermissions: {
        items: [
          { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } },
        ],
      },
    });
    const flat = callAt(0, 'ec2', 'AuthorizeSecurityGroupIngress', {
      groupId: 'sg-1',
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      cidrIp: '0.0.0.0/0',
    });
    expect(opened(nested)).toEqual(['opens tcp port 22 to ::/0']);
    expect(opened(flat)).toEqual(['opens tcp port 22 to 0.0.0.0/0']);
  });

  test('a protocol has one name, however it is written, and minus one is every port', () => {
    const opens = (ipProtocol: string, more: JsonObject = {}) =>
      opened(added({ ipProtocol, cidrIpv4: '0.0.0.0/0', ...more }));
    for (const name of ['tcp', 'TCP', '6']) expect(opens(name)).toEqual(['opens tcp port 22 to 0.0.0.0/0']);
    expect(opens('-1', { fromPort: -1, toPort: -1 })).toEqual(['opens every port to 0.0.0.0/0']);
    expect(opens('all', { fromPort: undefined })).toEqual(['opens every port to 0.0.0.0/0']);
    expect(opened(added({ ipProtocol: '6', cidrIpv4: '0.0.0.0/1' }, { cidrIpv4: '128.0.0.0/1' }))).toEqual([
      'opens tcp port 22 to 0.0.0.0/1 and 128.0.0.0/1',
    ]);
  });

  test('rules of a hundred ports that begin one after another are the ports that all of them cover', () => {
    const staggered = Array.from({ length: 8 }, (_, n) => ({
      cidrIpv4: `${n * 32}.0.0.0/3`,
      fromPort: 15 + n,
      toPort: 115 + n,
    }));
    // On two rules of an eighth each it is a quarter.
    expect(opened(added(...staggered))).toEqual(['opens tcp ports 16 to 121 to 0.0.0.0/3 and 32.0.0.0/3']);
  });

  test('what was revoked is read from the answer, or else from the request, by rule or by id', () => {
    const revoke = (request: JsonObject, responseElements: JsonObject | null = null) =>
      rulesClosedBy(
        callAt(0, 'ec2', 'RevokeSecurityGroupIngress', { groupId: 'sg-1', ...request }, { responseElements }),
      );
    const items = [{ groupId: 'sg-1', ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIpv4: '0.0.0.0/1' }];
    expect(revoke({}, { revokedSecurityGroupRuleSet: { items } })).toMatchObject([{ range: '0.0.0.0/1' }]);
    expect(revoke({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/1' })).toMatchObject([
      { range: '0.0.0.0/1', fromPort: 22 },
    ]);
    expect(revoke({ securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-1' }] } })).toEqual([
      { groupId: 'sg-1', ruleId: 'sgr-1' },
    ]);
    expect(rulesClosedBy(denied(edited(edit('0.0.0.0/0'))))).toEqual([]);
  });

  test('outbound rules are read from the answer or the request of their own call', () => {
    const rules = { items: [{ ipProtocol: '-1', isEgress: true, cidrIpv4: '0.0.0.0/0' }] };
    const out = (responseElements: JsonObject | null) =>
      rulesLetOutBy(
        callAt(
          0,
          'ec2',
          'AuthorizeSecurityGroupEgress',
          { groupId: 'sg-1', ipProtocol: '-1', cidrIp: '0.0.0.0/0' },
          { responseElements },
        ),
      );
    expect(out({ securityGroupRuleSet: rules })).toMatchObject([{ range: '0.0.0.0/0', protocol: '-1' }]);
    expect(out(null)).toMatchObject([{ range: '0.0.0.0/0', protocol: '-1' }]);
    expect(rulesLetOutBy(added({ cidrIpv4: '0.0.0.0/0' }))).toEqual([]);
  });

  test('outbound rules, refused calls and other calls open nothing', () => {
    expect(opened(added({ cidrIpv4: '0.0.0.0/0', isEgress: true }))).toEqual([]);
    expect(opened(denied(edited(edit('0.0.0.0/0'))))).toEqual([]);
    expect(opened(callAt(0, 'ec2', 'RevokeSecurityGroupIngress', { cidrIp: '0.0.0.0/0' }))).toEqual([]);
  });
});

describe('who a policy lets in', () => {
  const allow = (Principal: JsonObject | string, more: JsonObject = {}) =>
    JSON.stringify({ Statement: { Effect: 'Allow', Principal, Action: '*', ...more } });

  test('accounts by ARN or id, each once; one statement or several; escaped or not', () => {
    const text = allow({ AWS: ['arn:aws:iam::444455556666:role/a', '444455556666', '111122223333'] });
    expect(strangersIn(text, '111122223333')).toEqual(['444455556666']);
    expect(strangersIn(encodeURIComponent(text), '111122223333')).toEqual(['444455556666']);
    expect(strangersIn(JSON.parse(text), '111122223333')).toEqual(['444455556666']);
  });

  test('everybody, unless a condition binds them', () => {
    expect(strangersIn(allow('*'), '111122223333')).toEqual(['*']);
    expect(strangersIn(allow({ AWS: '*' }), '111122223333')).toEqual(['*']);
    const bound = allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } });
    expect(strangersIn(bound, '111122223333')).toEqual([]);
  });

  test('services, deletions and what is no policy let nobody in', () => {
    expect(strangersIn(allow({ Service: 'ecs-tasks.amazonaws.com' }), '1')).toEqual([]);
    expect(strangersIn(allow('*', { Effect: 'Deny' }), '1')).toEqual([]);
    for (const odd of ['', 'no policy', '%E0%A4%A', '[]', null, undefined])
      expect(strangersIn(odd, '1')).toEqual([]);
  });
});
