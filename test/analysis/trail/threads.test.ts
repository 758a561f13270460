import { callContext, TrailCall } from '../../../analysis/trail/trail-call';
import {
  EXAMPLE_ACCOUNT,
  EXAMPLE_DEPLOY_ROLE,
  exampleDeployer,
  exampleRole,
  exampleUser,
} from '../../../detections/examples/example-event';
import { callAt, exampleSso, exampleTask } from '../../../detections/examples/trail/trail-example';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';

const CONTEXT = callContext([EXAMPLE_DEPLOY_ROLE]);
const threads = (more: Partial<CloudTrailRecord>) =>
  new TrailCall(callAt(0, 'iam', 'CreateUser', null, more), 0, CONTEXT).threads;
const ROLE = `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/ops`;

test('a role that people share is one actor from one machine, whatever its sessions are called', () => {
  const [first, second] = ['a', 'b'].map((session) => threads({ userIdentity: exampleRole('ops', session) }));
  expect(first).toEqual([`${ROLE}/a`, `${ROLE} from 198.51.100.23/32`]);
  expect(second).toEqual([`${ROLE}/b`, `${ROLE} from 198.51.100.23/32`]);
});

test('IPv6 machines change the end of their address', () => {
  const from = (sourceIPAddress: string) =>
    threads({ userIdentity: exampleRole('ops', 'a'), sourceIPAddress })[1];
  expect(from('2001:db8:1:2::1')).toBe(from('2001:db8:1:2:ffff::9'));
  expect(from('2001:db8:1:2::1')).not.toBe(from('2001:db8:1:3::1'));
});

test.each([
  ['a user', { userIdentity: exampleUser }],
  ['a task', { userIdentity: exampleTask() }],
  ['an instance', { userIdentity: exampleRole('web', 'i-0123456789abcdef0') }],
  ['a pipeline', { userIdentity: exampleDeployer }],
  [
    'a service on behalf of a role',
    {
      userIdentity: { ...exampleRole('ops', 'a'), invokedBy: 'cloudformation.amazonaws.com' },
      sourceIPAddress: 'cloudformation.amazonaws.com',
    },
  ],
])('%s is one actor by its own name alone', (_, more) => {
  expect(threads(more)).toEqual([more.userIdentity.arn]);
});

test('a person in Identity Center is one with every role that it gives them, and no role is called like theirs', () => {
  const roles = ['AWSReservedSSO_Developer_0123456789abcdef', 'AWSReservedSSO_OnCall_fedcba9876543210'];
  const [developer, onCall] = roles.map((name) =>
    threads({ userIdentity: exampleRole(name, 'anna@example.com') }),
  );
  expect(developer).toEqual([exampleSso.arn, 'Identity Center user anna@example.com']);
  expect(onCall?.slice(1)).toEqual(developer?.slice(1));
  expect(threads({ userIdentity: exampleRole('ops', 'anna@example.com') })).toHaveLength(1);
});

test('the source identity stays from role to role', () => {
  const identity = exampleRole('ops', 'a');
  const context = { ...(identity['sessionContext'] as object), sourceIdentity: 'anna' };
  expect(threads({ userIdentity: { ...identity, sessionContext: context } })).toContain(
    'source identity anna',
  );
  for (const odd of ['', 5, null, {}])
    expect(
      threads({ userIdentity: { ...identity, sessionContext: { ...context, sourceIdentity: odd } } }),
    ).toHaveLength(2);
});

test('identities of every kind that CloudTrail writes have at least one thread', () => {
  const types = [
    ...['WebIdentityUser', 'SAMLUser', 'IdentityCenterUser', 'AWSService', 'AWSAccount', 'Root', 'Unknown'],
    ...['FederatedUser', 'Directory', 'AssumedRole'],
  ];
  for (const type of types) {
    expect(threads({ userIdentity: { type, principalId: 'p:s' } })).toEqual(['p:s']);
    expect(threads({ userIdentity: { type } })).toHaveLength(1);
  }
  expect(threads({ userIdentity: { type: 'AssumedRole', arn: `${ROLE}/x/y` } })[1]).toMatch(/^arn:.* from /);
});
