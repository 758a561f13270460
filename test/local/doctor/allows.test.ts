import { allows } from '../../../local/doctor/allows';

const REQUEST = {
  action: 'sns:Publish',
  service: 'cloudwatch.amazonaws.com',
  context: {
    'aws:sourcearn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:harborwatch-any',
    'aws:sourceaccount': '111122223333',
    'aws:sourceowner': '111122223333',
    'aws:securetransport': 'true',
  },
};
const CLOUDWATCH = { Service: 'cloudwatch.amazonaws.com' };

const policy = (...statements: readonly object[]) =>
  JSON.stringify({
    Statement: statements.map((statement) => ({
      Effect: 'Allow',
      Principal: CLOUDWATCH,
      Action: 'sns:Publish',
      ...statement,
    })),
  });

test.each([
  ['the service by name', {}],
  ['the service in a list', { Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] } }],
  ['an action in other letters, as SNS writes it', { Action: ['SNS:Publish', 'SNS:Subscribe'] }],
  ['every action', { Action: 'sns:*' }],
  [
    'the policy of a new topic: anybody, as long as the account owns the source',
    { Principal: { AWS: '*' }, Condition: { StringEquals: { 'AWS:SourceOwner': '111122223333' } } },
  ],
  [
    "the account's alarms",
    {
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*' } },
    },
  ],
  [
    'a condition that need not be answered',
    { Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } } },
  ],
])('allowed: %s', (_, statement) => {
  expect(allows(policy(statement), REQUEST)).toBe(true);
});

test.each([
  ['another service', { Principal: { Service: 'events.amazonaws.com' } }],
  ['another action', { Action: 'sns:Subscribe' }],
  ['no principal', { Principal: undefined }],
  ['the root of the account, which is no service', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
  ['another account', { Condition: { StringEquals: { 'aws:SourceAccount': '999988887777' } } }],
  [
    'the alarms of another region',
    {
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:*' } },
    },
  ],
  [
    'a condition on what a service does not have',
    { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
  ],
  ['a condition that is not understood', { Condition: { DateGreaterThan: { 'aws:CurrentTime': '2026' } } }],
])('not allowed: %s', (_, statement) => {
  expect(allows(policy(statement), REQUEST)).toBe(false);
});

test('a denial wins, unless its condition does not hold', () => {
  const insecure = (value: string) => ({
    Effect: 'Deny',
    Principal: '*',
    Condition: { Bool: { 'aws:SecureTransport': value } },
  });
  expect(allows(policy({}, insecure('false')), REQUEST)).toBe(true);
  expect(allows(policy({}, insecure('true')), REQUEST)).toBe(false);
});

test.each(['', '{', '[]', '{}', 'null'])('no policy in %j, nothing allowed', (text) => {
  expect(allows(text, REQUEST)).toBe(false);
});
