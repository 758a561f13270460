import { buildCatalogue } from '../../../detections/catalogue';
import { fillPlaceholders } from '../../../handlers/tell/command-text';
import { lookupIn } from '../../../handlers/tell/record-facts';
import type { CloudTrailRecord, JsonObject } from '../../../records/cloudtrail/cloudtrail-record';

const TRAIL = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/harbor';

function call(service: string, eventName: string, requestParameters: JsonObject): CloudTrailRecord {
  return {
    eventTime: '2026-11-02T08:15:00Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-west-1',
    userIdentity: { type: 'IAMUser', userName: 'mallory', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    requestParameters,
  };
}

const STOPPED = call('cloudtrail', 'StopLogging', { name: TRAIL });

test.each([
  ['aws iam delete-login-profile --user-name <name>', STOPPED],
  ['aws iam delete-role --role-name <name>', STOPPED],
  ['aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=<name>', STOPPED],
  ['aws ssm put-parameter --name <name>', STOPPED],
  ['the stack <name>', STOPPED],
  // The one who made it, or the one that was made: nobody is locked out by a guess.
  ['aws iam delete-login-profile --user-name <name>', call('iam', 'CreateUser', { userName: 'backdoor' })],
  ['aws iam update-access-key --access-key-id <id>', call('iam', 'UpdateAccessKey', { accessKeyId: 'AKIA' })],
  ['aws ecs stop-task --task <id>', call('ecs', 'StopTask', {})],
])('%s keeps its placeholder where the record says another thing of that name', (step, record) => {
  expect(fillPlaceholders(step, lookupIn(record))).toBe(step);
});

test.each([
  [
    'aws cloudtrail get-trail-status --name <name>',
    STOPPED,
    `aws cloudtrail get-trail-status --name ${TRAIL}`,
  ],
  ['aws cloudtrail start-logging --name <trail>', STOPPED, `aws cloudtrail start-logging --name ${TRAIL}`],
  [
    'aws secretsmanager describe-secret --secret-id <id>',
    call('secretsmanager', 'GetSecretValue', { secretId: 'harbor/login' }),
    'aws secretsmanager describe-secret --secret-id harbor/login',
  ],
  [
    'aws s3api get-bucket-policy --bucket <name>',
    call('s3', 'PutBucketPolicy', { bucketName: 'logs' }),
    'aws s3api get-bucket-policy --bucket logs',
  ],
  [
    'first aws iam list-users --path <path>, then aws ecr describe-images --repository-name <name>',
    call('ecr', 'PutImage', { repositoryName: 'orders' }),
    'first aws iam list-users --path <path>, then aws ecr describe-images --repository-name orders',
  ],
])('%s is filled with what the option asks for', (step, record, filled) => {
  expect(fillPlaceholders(step, lookupIn(record))).toBe(filled);
});

test('the steps after a stopped trail name the caller where they cut the caller off, and the trail where they start it', () => {
  const runbook = buildCatalogue().find(({ id }) => id === 'trail-stopped')?.runbook;
  const steps = [...(runbook?.diagnosis ?? []), ...(runbook?.response ?? [])]
    .map((step) => fillPlaceholders(step, lookupIn(STOPPED)))
    .join('\n');
  expect(steps).toContain('AttributeKey=Username,AttributeValue=mallory');
  expect(steps).toContain('--access-key-id AKIAIOSFODNN7EXAMPLE --user-name mallory');
  expect(steps).toContain(`aws cloudtrail start-logging --name ${TRAIL}`);
  expect(steps).not.toMatch(/<(name|id)>/);
});
