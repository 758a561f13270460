import type { Deployment } from '../../../deployment/described-deployment';
import { FLOW_LOG_FIELDS } from '../../../records/flow-logs/flow-log-fields';

export const REGION = 'eu-west-1';
export const ACCOUNT = '111122223333';
export const TRAIL_ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/harborwatch`;

export const topicArn = (name: string) => `arn:aws:sns:${REGION}:${ACCOUNT}:harborwatch-${name}`;
export const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:harborwatch-${name}`;
export const functionArn = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

/** What the stacks would write into the SSM parameter. */
export const DEPLOYMENT: Deployment = {
  name: 'harborwatch',
  region: REGION,
  account: ACCOUNT,
  mode: 'demo',
  trail: { arn: TRAIL_ARN, logGroup: 'harborwatch-trail', bucket: 'harborwatch-trail-logs' },
  flowLogs: {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    logGroup: 'harborwatch-flow-logs',
    format: FLOW_LOG_FIELDS.filter(({ version }) => version <= 3)
      .map(({ name }) => `\${${name}}`)
      .join(' '),
    subscriptionPattern: '%\\s22\\s|\\s2222\\s|SKIPDATA%',
    bucket: 'harborwatch-flow-logs-files',
  },
  catalogue: {
    deployRoles: [`arn:aws:iam::${ACCOUNT}:role/deploy-pipeline`],
    homeRegions: [REGION],
    cis: true,
  },
  topics: {
    alarms: topicArn('alarms'),
    notifications: topicArn('notifications'),
    health: topicArn('health'),
  },
  functions: {
    'flow-log-analyzer': 'harborwatch-flow-log-analyzer',
    'alarm-context': 'harborwatch-alarm-context',
    'chain-check': 'harborwatch-chain-check',
    'scheduled-audit': 'harborwatch-scheduled-audit',
  },
  audit: { workgroup: 'harborwatch', database: 'harborwatch' },
};
