import type { CloudTrailRecord, JsonObject, JsonValue } from '../../../records/cloudtrail/cloudtrail-record';
import { denied, EXAMPLE_ACCOUNT, exampleDeployer } from '../example-event';
import { callAt, minute, scheduledCall, sequence, type TrailExampleTable } from './trail-example';

const byDeployer = { userIdentity: exampleDeployer };

function policy(principal: JsonValue, more: Record<string, JsonValue> = {}): string {
  return JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: principal, Action: '*', ...more }] });
}

const secretPolicy = (text: string, more: Partial<CloudTrailRecord> = {}) =>
  callAt(0, 'secretsmanager', 'PutResourcePolicy', { secretId: 'a', resourcePolicy: text }, more);
const trust = (text: string) =>
  callAt(0, 'iam', 'UpdateAssumeRolePolicy', { roleName: 'ops', policyDocument: text });
const FOREIGN = { AWS: 'arn:aws:iam::444455556666:root' };
const OWN = { AWS: `arn:aws:iam::${EXAMPLE_ACCOUNT}:root` };

const grant = (ID: string) =>
  callAt(0, 's3', 'PutBucketAcl', {
    bucketName: 'data',
    AccessControlPolicy: {
      Owner: { ID: 'a1b2' },
      AccessControlList: {
        Grant: [
          { Permission: 'FULL_CONTROL', Grantee: { ID: 'a1b2' } },
          { Permission: 'READ', Grantee: { ID } },
        ],
      },
    },
  });
const acl = (URI: string) =>
  callAt(0, 's3', 'PutBucketAcl', {
    bucketName: 'data',
    AccessControlPolicy: { AccessControlList: { Grant: [{ Permission: 'READ', Grantee: { URI } }] } },
  });

const opened = (minutes: number, cidrIp: string, port = 5432, more: JsonObject = {}) =>
  callAt(minutes, 'ec2', 'AuthorizeSecurityGroupIngress', {
    groupId: 'sg-0123456789abcdef0',
    ...more,
    ipPermissions: {
      items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp }] } }],
    },
  });

const span = (minutes: number, fromPort: number, toPort: number, cidrIp: string) =>
  callAt(minutes, 'ec2', 'AuthorizeSecurityGroupIngress', {
    groupId: 'sg-0123456789abcdef0',
    ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort, toPort, ipRanges: { items: [{ cidrIp }] } }] },
  });

const revoked = (minutes: number, cidrIp: string) => ({
  ...opened(minutes, cidrIp),
  eventName: 'RevokeSecurityGroupIngress',
});

const prefixList = (...cidrs: readonly string[]) =>
  callAt(0, 'ec2', 'ModifyManagedPrefixList', {
    ModifyManagedPrefixListRequest: {
      PrefixListId: 'pl-0123456789abcdef0',
      AddEntry: cidrs.map((Cidr, tag) => ({ tag, Cidr })),
    },
  });

const target = {
  arn: `arn:aws:ecs:eu-west-1:${EXAMPLE_ACCOUNT}:cluster/harbor`,
  ecsParameters: { taskDefinitionArn: `arn:aws:ecs:eu-west-1:${EXAMPLE_ACCOUNT}:task-definition/worker:3` },
};
const schedule = (more: Partial<CloudTrailRecord> = {}) =>
  callAt(0, 'scheduler', 'CreateSchedule', { name: 'nightly', target }, more);

const machine = (state: JsonValue) =>
  callAt(0, 'states', 'CreateStateMachine', {
    name: 'nightly',
    definition: JSON.stringify({ StartAt: 'One', States: { One: state } }),
  });

export const wholeRecordExamples: TrailExampleTable = {
  'policy-opened-to-everybody': {
    fires: [
      sequence(secretPolicy(policy('*'))),
      sequence(trust(encodeURIComponent(policy({ AWS: ['arn:aws:iam::444455556666:root', '*'] })))),
      sequence(callAt(0, 'lambda', 'AddPermission20150331v2', { functionName: 'f', principal: '*' })),
      sequence(
        callAt(0, 's3', 'PutBucketPolicy', {
          bucketName: 'data',
          bucketPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }] },
        }),
      ),
      sequence(acl('http://acs.amazonaws.com/groups/global/AllUsers')),
      sequence(
        callAt(0, 's3', 'PutObjectAcl', {
          'x-amz-grant-read': 'uri="http://acs.amazonaws.com/groups/global/AuthenticatedUsers"',
        }),
      ),
      sequence(callAt(0, 's3', 'CreateBucket', { bucketName: 'data', 'x-amz-acl': ['public-read'] })),
      sequence(callAt(0, 'sqs', 'AddPermission', { queueUrl: 'q', aWSAccountIds: ['*'] })),
    ],
    staysSilent: [
      sequence(secretPolicy(policy('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }))),
      sequence(secretPolicy(policy('*', { Effect: 'Deny' }))),
      sequence(denied(secretPolicy(policy('*')))),
      sequence(secretPolicy(policy(OWN))),
      sequence(acl('http://acs.amazonaws.com/groups/s3/LogDelivery')),
      sequence(callAt(0, 's3', 'CreateBucket', { bucketName: 'data', 'x-amz-acl': ['private'] })),
    ],
  },
  'policy-admits-foreign-account': {
    fires: [
      sequence(callAt(0, 'sns', 'AddPermission', { topicArn: 't', aWSAccountId: ['444455556666'] })),
      sequence(secretPolicy(policy(FOREIGN))),
      sequence(trust(policy({ AWS: '444455556666' }))),
      sequence(grant('c3d4')),
    ],
    staysSilent: [
      sequence(secretPolicy(policy(OWN))),
      sequence(trust(policy({ Service: 'ecs-tasks.amazonaws.com' }))),
      sequence(grant('a1b2')),
      sequence(grant('c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0')),
      sequence(secretPolicy(policy(FOREIGN), byDeployer)),
      sequence(callAt(0, 'sns', 'AddPermission', { topicArn: 't', aWSAccountId: [EXAMPLE_ACCOUNT] })),
    ],
  },
  'prefix-list-opened-to-world': {
    fires: [sequence(prefixList('0.0.0.0/0')), sequence(prefixList('0.0.0.0/1', '128.0.0.0/1'))],
    staysSilent: [
      sequence(prefixList('10.0.0.0/8', '203.0.113.0/24')),
      sequence(denied(prefixList('0.0.0.0/0'))),
    ],
  },
  'reach-opened-in-parts': {
    fires: [
      sequence(opened(0, '0.0.0.0/3'), opened(20, '32.0.0.0/3')),
      // Two groups of one interface; a day and more apart; spans that share one port.
      sequence(opened(0, '0.0.0.0/3'), opened(20, '32.0.0.0/3', 5432, { groupId: 'sg-2' })),
      sequence(opened(0, '0.0.0.0/3'), opened(26 * 60, '32.0.0.0/3')),
      sequence(span(0, 5000, 5432, '0.0.0.0/3'), span(20, 5432, 6000, '32.0.0.0/3')),
      sequence(
        { ...prefixList('64.0.0.0/3'), eventID: 'a' },
        { ...prefixList('96.0.0.0/3'), eventID: 'b', eventTime: minute(300) },
      ),
    ],
    staysSilent: [
      // The same part twice, parts of another port, two networks, and what is told by itself.
      sequence(opened(0, '0.0.0.0/3'), opened(20, '0.0.0.0/3')),
      sequence(opened(0, '0.0.0.0/3'), opened(20, '32.0.0.0/3', 443)),
      sequence(opened(0, '10.0.0.0/8'), opened(20, '203.0.113.0/24')),
      sequence(opened(0, '0.0.0.0/0'), opened(20, '0.0.0.0/1')),
      sequence(opened(0, '0.0.0.0/3'), denied(opened(20, '32.0.0.0/3'))),
      sequence(opened(0, '0.0.0.0/3'), opened(8 * 24 * 60, '32.0.0.0/3')),
      sequence(span(0, 5000, 5431, '0.0.0.0/3'), span(20, 5432, 6000, '32.0.0.0/3')),
      sequence(opened(0, '0.0.0.0/3'), revoked(10, '0.0.0.0/3'), opened(20, '32.0.0.0/3')),
      // Another network, to which no interface of the first belongs.
      sequence(opened(0, '0.0.0.0/3'), { ...opened(20, '32.0.0.0/3'), awsRegion: 'us-east-1' }),
    ],
  },
  'task-scheduled-by-hand': {
    fires: [
      sequence(schedule()),
      sequence(callAt(0, 'events', 'PutTargets', { rule: 'r', targets: [{ id: '1', ...target }] })),
      sequence(
        callAt(0, 'scheduler', 'CreateSchedule', {
          target: { arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask' },
        }),
      ),
      scheduledCall('registerTaskDefinition', { Family: 'miner', ContainerDefinitions: [] }),
      sequence(
        callAt(0, 'pipes', 'CreatePipe', {
          name: 'p',
          target: target.arn,
          targetParameters: { ecsTaskParameters: target.ecsParameters },
        }),
      ),
      sequence(machine({ Type: 'Task', Resource: 'arn:aws:states:::ecs:runTask.sync', Parameters: {} })),
      sequence(
        machine({
          Type: 'Parallel',
          Branches: [{ States: { Run: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:ecs:runTask' } } }],
        }),
      ),
    ],
    staysSilent: [
      sequence(schedule(byDeployer)),
      sequence(
        callAt(0, 'events', 'PutTargets', { rule: 'r', targets: [{ id: '1', arn: 'arn:aws:sns:x' }] }),
      ),
      sequence(denied(schedule())),
      sequence(machine({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' })),
      sequence(callAt(0, 'states', 'CreateStateMachine', { definition: 'HIDDEN_DUE_TO_SECURITY_REASONS' })),
      sequence(
        callAt(0, 'pipes', 'CreatePipe', { name: 'p', target: 'arn:aws:sqs:x', targetParameters: {} }),
      ),
      scheduledCall('listTasks', { Cluster: 'harbor' }),
    ],
  },
};
