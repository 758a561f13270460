import { parseFilterPattern } from '../../../analysis/filter-pattern';
import {
  EXAMPLE_ACCOUNT,
  EXAMPLE_DEPLOY_ROLE,
  exampleDeployer,
  exampleEvent,
  exampleRole,
  exampleRoot,
  exampleUser,
} from '../../../detections/examples/example-event';
import { BY_HAND, byOutsiders } from '../../../detections/writing/callers';
import { jsonPattern } from '../../../detections/writing/pattern-text';
import type { UserIdentity } from '../../../records/cloudtrail/cloudtrail-record';

const call = (userIdentity: UserIdentity, more = {}) =>
  exampleEvent('ec2', 'CreateRoute', null, { userIdentity, userAgent: 'aws-sdk-go-v2/1.39.0', ...more });

/** A role under a path of its own choice; roles that people make can have any path but the reserved one. */
function roleAt(pathAndName: string): UserIdentity {
  const role = exampleRole(pathAndName.split('/').at(-1) ?? '');
  const issuer = { type: 'Role', arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/${pathAndName}` };
  return { ...role, sessionContext: { sessionIssuer: issuer } };
}

const identityCenter = roleAt('aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO');
const autoScaling = roleAt(
  'aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService',
);

describe('outsiders, where a deploy role is set', () => {
  const outsiders = parseFilterPattern(jsonPattern(byOutsiders([EXAMPLE_DEPLOY_ROLE])));

  test.each([
    ['an IAM user', exampleUser],
    ['root', exampleRoot],
    ['any other role', exampleRole('ops')],
    ['a role with a name like that of the deploy role', exampleRole('deploy-pipeline-2')],
    ['a role with the name of a service-linked one', roleAt('AWSServiceRoleForSSO')],
    [
      'a role whose path only contains the reserved one',
      roleAt('team/aws-service-role/AWSServiceRoleForSSO'),
    ],
    ['a person behind CloudFormation', { ...exampleUser, invokedBy: 'cloudformation.amazonaws.com' }],
  ])('are %s', (_, identity) => {
    expect(outsiders.matchesRecord(call(identity))).toBe(true);
  });

  test.each([
    ['the deploy role', exampleDeployer],
    ['Identity Center at its work', identityCenter],
    ['service auto scaling at its work', autoScaling],
  ])('are not %s', (_, identity) => {
    expect(outsiders.matchesRecord(call(identity))).toBe(false);
  });
});

describe('outsiders, where none is set', () => {
  const outsiders = parseFilterPattern(jsonPattern(byOutsiders([])));

  test.each([
    ['an IAM user', call(exampleUser)],
    ['root', call(exampleRoot)],
    ['a console session', call(exampleRole('developer'), { sessionCredentialFromConsole: 'true' })],
  ])('are %s', (_, record) => {
    expect(outsiders.matchesRecord(record)).toBe(true);
  });

  test('are not roles, since any of them may be the pipeline', () => {
    expect(outsiders.matchesRecord(call(exampleRole('ops')))).toBe(false);
    expect(outsiders.matchesRecord(call(identityCenter))).toBe(false);
  });
});

describe('by hand', () => {
  const byHand = parseFilterPattern(jsonPattern(BY_HAND));
  const task = exampleRole('api-task-role', '0f9de17a6465404e8b1b2356dc13c2f8');

  test('is a role that is used from a shell', () => {
    expect(byHand.matchesRecord(call(task, { userAgent: 'aws-cli/2.31.0 md/awscrt#0.27.6' }))).toBe(true);
  });

  test('is not the same role in an application', () => {
    expect(byHand.matchesRecord(call(task))).toBe(false);
  });
});
