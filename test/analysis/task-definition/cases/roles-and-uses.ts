import type { Parts } from '../parts';
import { allow, type RuleCase } from '../rule-case';

const service = (field: string, value: unknown) => (parts: Parts) => {
  parts.service[field] = value;
};
const publicAddress = (parts: Parts) => {
  parts.service['NetworkConfiguration'].AwsvpcConfiguration.AssignPublicIp = 'ENABLED';
};
const routed = (gateway: string) => (parts: Parts) => {
  publicAddress(parts);
  parts.route = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway };
};

export const ROLE_CASES: readonly RuleCase[] = [
  {
    rule: 'roles-alike',
    breaks: (parts) => {
      parts.task['ExecutionRoleArn'] = parts.task['TaskRoleArn'];
    },
    nearly: 'no task role at all',
    nearMiss: (parts) => {
      delete parts.task['TaskRoleArn'];
    },
  },
  {
    rule: 'role-administrator',
    breaks: allow('taskRole', '*', '*'),
    nearly: 'everything is allowed on one object',
    nearMiss: allow('taskRole', '*', 'arn:aws:s3:::one-bucket/one-key'),
  },
  {
    rule: 'role-too-wide',
    breaks: allow('taskRole', 'iam:Pass*', '*'),
    nearly: 'one role may be passed',
    nearMiss: allow('taskRole', 'iam:PassRole', 'arn:aws:iam::123456789012:role/web'),
  },
  {
    rule: 'role-reads-all-secrets',
    breaks: allow('executionRole', 'secretsmanager:GetSecretValue', '*'),
    nearly: 'a condition narrows it',
    nearMiss: allow('executionRole', 'secretsmanager:GetSecretValue', '*', {
      StringEquals: { 'aws:ResourceTag/task': 'web' },
    }),
  },
];

export const USE_CASES: readonly RuleCase[] = [
  {
    rule: 'public-ip',
    breaks: routed('igw-0123456789abcdef0'),
    nearly: 'a way to the internet, and no address on it',
    nearMiss: (parts) => {
      parts.route = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-0123456789abcdef0' };
    },
  },
  {
    rule: 'public-ip-in-private-subnet',
    breaks: publicAddress,
    nearly: 'the address is left to the template',
    nearMiss: (parts) => {
      parts.service['NetworkConfiguration'].AwsvpcConfiguration.AssignPublicIp = { 'Fn::ImportValue': 'ip' };
    },
  },
  {
    rule: 'exec-allowed',
    breaks: service('EnableExecuteCommand', true),
    nearly: 'said to be false',
    nearMiss: service('EnableExecuteCommand', false),
  },
  {
    rule: 'platform-version-old',
    breaks: service('PlatformVersion', '1.3.0'),
    nearly: 'the latest of Linux, by its number',
    nearMiss: service('PlatformVersion', '1.4.0'),
  },
];
