import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalEngine } from '../../../local/query/local-engine';
import { findQuery } from '../../../queries/catalogue';
import { collectRows } from '../../../queries/query-result';
import { renderQuery } from '../../../queries/render-query';

const RECORD = {
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice' },
  eventTime: '2026-05-01T10:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'ModifySecurityGroupRules',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '192.0.2.10',
  requestParameters: {
    ModifySecurityGroupRulesRequest: {
      GroupId: 'sg-1',
      SecurityGroupRule: [
        {
          SecurityGroupRuleId: 'sgr-1',
          SecurityGroupRule: { FromPort: 443, ToPort: 443, CidrIpv4: '10.0.0.0/8', IpProtocol: 'tcp' },
        },
        {
          SecurityGroupRuleId: 'sgr-2',
          SecurityGroupRule: { FromPort: 22, ToPort: 22, CidrIpv6: '::/0', IpProtocol: 'tcp' },
        },
      ],
    },
  },
  eventID: '11111111-2222-3333-4444-000000000001',
  readOnly: false,
  recipientAccountId: '111122223333',
};

async function asked(id: string, ...records: readonly object[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'questions-'));
  writeFileSync(path.join(folder, 'trail.json'), JSON.stringify({ Records: records }));
  const engine = await LocalEngine.open(folder, { memoryMegabytes: 256, threads: 1 });
  try {
    const values = { since: '2026-04-30', until: '2026-05-02' };
    const answer = await engine.run(renderQuery(findQuery(id), { values }));
    const names = answer.columns.map(({ name }) => name);
    return (await collectRows(answer)).map((row) =>
      Object.fromEntries(names.map((name, at) => [name, row[at]])),
    );
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true });
  }
}

test('a rule that was edited open is an opening as one that was added is, and its closed neighbour is none', async () => {
  const rows = await asked('sg-opened-to-world', RECORD);
  expect(rows).toMatchObject([
    { security_group: 'sg-1', rule_id: 'sgr-2', from_port: 22, cidr: '::/0', opens_ssh: true },
  ]);
});

test('a caller with a web identity is named by it, and not by the session name that it chose', async () => {
  const web = {
    ...RECORD,
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRoleWithWebIdentity',
    userIdentity: { type: 'WebIdentityUser', principalId: 'accounts.example:app:robot', userName: 'robot' },
    requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/r', roleSessionName: 's' },
  };
  expect(await asked('assume-role-chain', web)).toMatchObject([
    { from_principal: 'accounts.example:app:robot' },
  ]);
});
