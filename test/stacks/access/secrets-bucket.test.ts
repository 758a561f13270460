import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { SecretsBucket } from '../../../stacks/access/secrets-bucket';
import { readSettings } from '../../../stacks/config';
import { HarborwatchStack } from '../../../stacks/harborwatch-stack';
import { evaluatePolicy, type PolicyRequest } from './evaluate-policy';
import { ACCOUNT, filledIn, REGION, statementsOf } from './template-policy';

class SecretsStack extends HarborwatchStack {}

const READER = `arn:aws:iam::${ACCOUNT}:role/shop-task`;
const ADMIN = `arn:aws:iam::${ACCOUNT}:role/admin`;
const stack = new SecretsStack(new App(), 'WorkloadStack', {
  settings: readSettings({}),
  env: { account: ACCOUNT, region: REGION },
});
const made = new SecretsBucket(stack, 'Secrets', {
  reader: Role.fromRoleArn(stack, 'Reader', READER),
  accessLogBucket: Bucket.fromBucketName(stack, 'Logs', 'access-logs') as IBucket,
});
const template = Template.fromStack(stack);
const statements = statementsOf(template, 'AWS::S3::BucketPolicy');

const filled = (value: string) => String(filledIn(Stack.of(made).resolve(value)));
const OBJECT = filled(made.bucket.arnForObjects('database.json'));
const KEY = filled(made.key.keyArn);

const ask = (action: string, principal: string, context: PolicyRequest['context'] = {}) =>
  evaluatePolicy(statements, {
    action: `s3:${action}`,
    resource: OBJECT,
    principal,
    context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', ...context },
  });

describe('SecretsBucket', () => {
  test('one role reads', () => {
    expect(ask('GetObject', READER)).toBe('allowed');
  });

  test('nobody else reads, whatever his own policy allows', () => {
    expect(ask('GetObject', ADMIN)).toBe('denied');
    expect(ask('GetObjectVersion', ADMIN)).toBe('denied');
    expect(ask('GetObject', `${READER}-2`)).toBe('denied');
  });

  test('nothing moves in the open, not even to the one who reads', () => {
    expect(ask('GetObject', READER, { 'aws:SecureTransport': 'false' })).toBe('denied');
    expect(ask('PutObject', ADMIN, { 'aws:SecureTransport': 'false' })).toBe('denied');
    expect(ask('GetObject', READER, { 's3:TlsVersion': '1.1' })).toBe('denied');
  });

  test('an upload that asks for a lesser encryption or another key is turned away', () => {
    expect(ask('PutObject', ADMIN, { 's3:x-amz-server-side-encryption': 'AES256' })).toBe('denied');
    expect(
      ask('PutObject', ADMIN, {
        's3:x-amz-server-side-encryption': 'aws:kms',
        's3:x-amz-server-side-encryption-aws-kms-key-id': `arn:aws:kms:${REGION}:${ACCOUNT}:key/another`,
      }),
    ).toBe('denied');
  });

  test('an upload with this key, or with nothing said, is left to the policy of who uploads', () => {
    expect(
      ask('PutObject', ADMIN, {
        's3:x-amz-server-side-encryption': 'aws:kms',
        's3:x-amz-server-side-encryption-aws-kms-key-id': KEY,
      }),
    ).toBe('not mentioned');
    expect(ask('PutObject', ADMIN)).toBe('not mentioned');
  });

  test('what says nothing is encrypted with the key of the bucket', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms',
              KMSMasterKeyID: stack.resolve(made.key.keyArn),
            },
          },
        ],
      },
    });
  });

  test('the one role decrypts', () => {
    const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
    expect(JSON.stringify(policy?.['Properties'])).toContain('kms:Decrypt');
  });
});
