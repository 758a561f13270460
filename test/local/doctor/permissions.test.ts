import { CHECKS } from '../../../local/doctor/checks';
import { deployRoles } from '../../../local/doctor/checks/deploy-roles';
import { PERMISSIONS, renderPolicy } from '../../../local/doctor/permissions';
import { DEPLOYMENT } from './deployment';
import { withAccount } from './examine';

const { examine, server } = withAccount();

/** Names of services in IAM, where they are not those of the API. */
const PREFIXES: Readonly<Record<string, string>> = { Logs: 'logs', CloudWatch: 'cloudwatch' };

test('the policy names what the checks call, and nothing else', async () => {
  for (const check of CHECKS) {
    await examine(check, (state) => {
      // So that the streams are asked, too.
      const { sumOf } = state;
      state.sumOf = (namespace, metric, dimensions) =>
        metric === 'IncomingLogEvents' ? undefined : sumOf(namespace, metric, dimensions);
    });
  }
  // Where no role is named, the event history is asked.
  await examine(deployRoles, undefined, {
    ...DEPLOYMENT,
    catalogue: { ...DEPLOYMENT.catalogue, deployRoles: [] },
  });
  const called = server.calls.map(({ name }) => {
    const [service = '', operation] = name.split('.');
    return `${PREFIXES[service] ?? service.toLowerCase()}:${operation}`;
  });
  // The command itself asks for the description and for who it is.
  const all = new Set([...called, 'ssm:GetParameter', 'sts:GetCallerIdentity']);
  expect([...all].sort()).toEqual([...PERMISSIONS]);
});

test('the policy is one that IAM takes: version, and statements that allow', () => {
  const policy = JSON.parse(renderPolicy());
  expect(policy.Version).toBe('2012-10-17');
  for (const statement of policy.Statement) {
    expect(statement).toMatchObject({
      Effect: 'Allow',
      Resource: '*',
      Sid: expect.stringMatching(/^[A-Za-z]+$/),
    });
  }
});
