import { strangersIn } from '../../../analysis/trail/policy-document';
import type { JsonObject, JsonValue } from '../../../records/cloudtrail/cloudtrail-record';

const OWN = '111122223333';
const everybody = (Condition: JsonObject | undefined, more: JsonObject = {}) =>
  strangersIn(
    {
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', ...(Condition && { Condition }), ...more },
      ],
    },
    OWN,
  );
const when = (operator: string, key: string, value: JsonValue) => everybody({ [operator]: { [key]: value } });

test.each([
  ['StringEquals', 'aws:PrincipalOrgID', 'o-1234567890'],
  ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-1234567890/r-ab12/*'],
  ['StringEquals', 'aws:PrincipalAccount', OWN],
  ['StringEquals', 'AWS:SourceAccount', [OWN]],
  ['StringEquals', 'AWS:SourceOwner', OWN],
  ['ArnLike', 'aws:SourceArn', `arn:aws:sns:*:${OWN}:*`],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::harbor-logs'],
  ['ArnEquals', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/ci`],
  ['StringEquals', 'aws:SourceVpce', 'vpce-0123456789abcdef0'],
  ['StringEquals', 'aws:SourceVpc', 'vpc-0123456789abcdef0'],
  ['StringEquals', 'kms:CallerAccount', OWN],
  ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '10.0.0.0/8']],
  ['Bool', 'elasticfilesystem:AccessedViaMountTarget', 'true'],
  ['Bool', 'aws:PrincipalIsAWSService', true],
  ['StringLike', 'aws:userId', 'AROAEXAMPLEEXAMPLEEXA:*'],
])('%s %s %j says who', (operator, key, value) => {
  expect(when(operator, key, value)).toEqual([]);
});

test.each([
  ['Bool', 'aws:SecureTransport', 'true'],
  ['Bool', 'aws:PrincipalIsAWSService', 'false'],
  ['Bool', 'aws:MultiFactorAuthPresent', 'true'],
  ['StringEquals', 's3:x-amz-acl', 'private'],
  ['StringEquals', 'sts:ExternalId', 'secret'],
  ['StringEquals', 'lambda:FunctionUrlAuthType', 'NONE'],
  ['StringEquals', 'aws:PrincipalTag/team', 'ops'],
  ['StringEquals', 'kms:ViaService', 's3.eu-west-1.amazonaws.com'],
  ['DateLessThan', 'aws:CurrentTime', '2030-01-01T00:00:00Z'],
  ['StringLike', 'aws:PrincipalOrgID', 'o-*'],
  ['StringLike', 'aws:PrincipalAccount', '*'],
  ['StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-1234567890'],
  ['ForAllValues:StringLike', 'aws:PrincipalOrgPaths', 'o-1234567890/*'],
  ['StringNotEquals', 'aws:PrincipalAccount', '444455556666'],
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/ci'],
  ['ArnLike', 'aws:SourceArn', '*'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::*'],
  ['IpAddress', 'aws:SourceIp', ['0.0.0.0/1', '128.0.0.0/1']],
  ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'],
  ['StringEquals', 'aws:PrincipalOrgID', []],
])('%s %s %j lets in everybody', (operator, key, value) => {
  expect(when(operator, key, value)).toEqual(['*']);
});

test('of several tests each must hold, of several values one', () => {
  const bound = { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } };
  expect(everybody({ ...bound, Bool: { 'aws:SecureTransport': 'true' } })).toEqual([]);
  expect(when('StringLike', 'aws:PrincipalOrgID', ['o-1234567890', '*'])).toEqual(['*']);
});

test('a condition that names another account admits that account', () => {
  expect(when('StringEquals', 'aws:SourceAccount', ['444455556666', OWN])).toEqual(['444455556666']);
  expect(when('ArnLike', 'aws:SourceArn', 'arn:aws:sns:eu-west-1:444455556666:*')).toEqual(['444455556666']);
});

test('everybody but some are everybody', () => {
  const but = (more: JsonObject = {}) =>
    strangersIn(
      {
        Statement: {
          Effect: 'Allow',
          NotPrincipal: { AWS: `arn:aws:iam::${OWN}:user/a` },
          Action: '*',
          ...more,
        },
      },
      OWN,
    );
  expect(but()).toEqual(['*']);
  expect(but({ Effect: 'Deny' })).toEqual([]);
  expect(but({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } } })).toEqual([]);
});

test('a Deny that spares the organisation alone binds an Allow for everybody', () => {
  const with_ = (deny: JsonObject) =>
    strangersIn(
      {
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: 's3:GetObject',
            Condition: { Bool: { 'aws:SecureTransport': 'true' } },
          },
          { Effect: 'Deny', Principal: '*', Action: 's3:*', ...deny },
        ],
      },
      OWN,
    );
  const spared = { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } } };
  expect(with_(spared)).toEqual([]);
  expect(with_({ ...spared, Action: 's3:PutObject' })).toEqual(['*']);
  expect(with_({ ...spared, Principal: { AWS: '444455556666' } })).toEqual(['*']);
  expect(with_({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })).toEqual(['*']);
  const unsafe = { ...spared.Condition, Bool: { 'aws:SecureTransport': 'false' } };
  expect(with_({ Condition: unsafe })).toEqual(['*']);
  expect(
    with_({ Condition: { ...spared.Condition, Bool: { 'aws:PrincipalIsAWSService': 'false' } } }),
  ).toEqual([]);
  expect(with_({ Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${OWN}:root` } })).toEqual([]);
});

test('a Deny on a part of what is allowed binds nothing', () => {
  const bound = (resource: JsonValue, denied: JsonObject) =>
    strangersIn(
      {
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: resource },
          {
            Effect: 'Deny',
            Principal: '*',
            Action: '*',
            Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } },
            ...denied,
          },
        ],
      },
      OWN,
    );
  expect(bound('arn:aws:s3:::b/*', { Resource: '*' })).toEqual([]);
  expect(bound('arn:aws:s3:::b/*', { Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'] })).toEqual([]);
  expect(bound('arn:aws:s3:::b/*', { Resource: 'arn:aws:s3:::b/private/*' })).toEqual(['*']);
  expect(bound('arn:aws:s3:::b/*', { NotResource: 'arn:aws:s3:::b/public/*' })).toEqual(['*']);
});

describe('tokens of other providers', () => {
  const GITHUB = 'token.actions.githubusercontent.com';
  const trust = (Federated: string, Condition?: JsonObject) =>
    strangersIn(
      { Statement: [{ Effect: 'Allow', Principal: { Federated }, ...(Condition && { Condition }) }] },
      OWN,
    );
  const github = (Condition?: JsonObject) => trust(`arn:aws:iam::${OWN}:oidc-provider/${GITHUB}`, Condition);
  const sub = (value: JsonValue, operator = 'StringLike') =>
    github({ [operator]: { [`${GITHUB}:sub`]: value } });

  test('without a repository anybody at GitHub comes in', () => {
    const anybody = [`anybody at ${GITHUB}`];
    expect(github()).toEqual(anybody);
    expect(github({ StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } })).toEqual(anybody);
    expect(sub('repo:*')).toEqual(anybody);
    expect(sub('repo:*/web:*')).toEqual(anybody);
    // Anybody can call an organisation acme-too.
    expect(sub('repo:acme*')).toEqual(anybody);
    expect(sub(['repo:acme/web:*', '*'])).toEqual(anybody);
    expect(sub('repo:acme/web:*', 'ForAllValues:StringLike')).toEqual(anybody);
  });

  test('a repository or an owner binds it', () => {
    expect(sub('repo:acme/web:ref:refs/heads/main', 'StringEquals')).toEqual([]);
    expect(sub('repo:acme/*')).toEqual([]);
    expect(github({ StringEquals: { [`${GITHUB}:repository_owner`]: 'acme' } })).toEqual([]);
  });

  test('a provider of another account admits that account; our own, and services, nobody', () => {
    expect(trust('arn:aws:iam::444455556666:saml-provider/okta')).toEqual(['444455556666']);
    expect(trust(`arn:aws:iam::${OWN}:saml-provider/okta`)).toEqual([]);
    expect(trust(`arn:aws:iam::${OWN}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC`)).toEqual([]);
    expect(trust('cognito-identity.amazonaws.com')).toEqual(['anybody at cognito-identity.amazonaws.com']);
    expect(
      trust('cognito-identity.amazonaws.com', {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:0123' },
      }),
    ).toEqual([]);
  });
});
