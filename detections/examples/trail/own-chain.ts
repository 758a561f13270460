import { exampleDeployer, exampleRole } from '../example-event';
import {
  byPipeline,
  byService,
  callAt,
  one,
  refused,
  sequence,
  type TrailExampleTable,
} from './trail-example';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:harbor-findings';

/** What the examples' pipeline is made of. */
export const EXAMPLE_OWN: readonly string[] = [
  TOPIC,
  'arn:aws:logs:eu-west-1:111122223333:log-group:/harbor/trail:*',
  'arn:aws:lambda:eu-west-1:111122223333:function:harbor-analyzer',
  'harbor-trail-stopped',
  'harbor-detection',
  'harbor-logs-bucket',
];

const deployment = { userIdentity: { ...exampleDeployer, invokedBy: 'cloudformation.amazonaws.com' } };
const byTeam = { userIdentity: exampleRole('team-admin') };
const alarm = (alarmName: string, more = {}) =>
  one('monitoring', 'PutMetricAlarm', { alarmName, threshold: 1_000_000, ...more });
const code = (functionName: string, more = {}) =>
  one('lambda', 'UpdateFunctionCode20150331v2', { functionName }, more);
const stack = (stackName: string, more = {}) => one('cloudformation', 'UpdateStack', { stackName }, more);

const startAt = (minutes: number, stackName: string) =>
  callAt(minutes, 'cloudformation', 'ExecuteChangeSet', { stackName }, { userIdentity: exampleDeployer });
const codeAt = (minutes: number) =>
  callAt(minutes, 'lambda', 'UpdateFunctionCode20150331v2', { functionName: 'harbor-analyzer' }, deployment);

export const ownChainExamples: TrailExampleTable = {
  'own-chain-cut': {
    fires: [
      one('sns', 'DeleteTopic', { topicArn: 'arn:aws:sns:eu-west-1:111122223333:harbor-findings' }),
      refused(one('logs', 'DeleteLogGroup', { logGroupName: '/harbor/trail' }, byTeam)),
      byPipeline(one('monitoring', 'DeleteAlarms', { alarmNames: ['other', 'harbor-trail-stopped'] })),
      one('monitoring', 'DeleteAlarms', { alarmNames: ['harbor-trail-stopped'] }, deployment),
      alarm('harbor-trail-stopped', { actionsEnabled: false }),
      byPipeline(one('cloudformation', 'DeleteStack', { stackName: 'harbor-detection' })),
      one('lambda', 'PutFunctionConcurrency20171031', {
        functionName: 'harbor-analyzer',
        reservedConcurrentExecutions: 0,
      }),
    ],
    staysSilent: [
      one('sns', 'DeleteTopic', { topicArn: 'arn:aws:sns:eu-west-1:111122223333:shop-orders' }),
      one('monitoring', 'DeleteAlarms', { alarmNames: ['harbor-trail-stopped-too'] }),
      one('sns', 'GetTopicAttributes', { topicArn: 'arn:aws:sns:eu-west-1:111122223333:harbor-findings' }),
      byService(one('logs', 'DeleteLogGroup', { logGroupName: '/harbor/trail' })),
    ],
  },
  'own-chain-changed': {
    fires: [
      alarm('harbor-trail-stopped'),
      refused(code('harbor-analyzer', byTeam)),
      byPipeline(code('arn:aws:lambda:eu-west-1:111122223333:function:harbor-analyzer:live')),
      stack('harbor-detection', byTeam),
      one('s3', 'PutBucketNotification', { bucketName: 'harbor-logs-bucket' }),
      // Through CloudFormation, but no stack of ours is being deployed, or not any more.
      code('harbor-analyzer', deployment),
      sequence(startAt(0, 'harbor-detection'), codeAt(90)),
      sequence(startAt(0, 'shop'), codeAt(5)),
    ],
    staysSilent: [
      // An alarm of a team that tells our topic does nothing to it.
      alarm('shop-cpu', { alarmActions: ['arn:aws:sns:eu-west-1:111122223333:harbor-findings'] }),
      code('shop-orders'),
      sequence(startAt(0, 'harbor-detection'), codeAt(5)),
      // A stack of a team that is told the name of our topic.
      one('cloudformation', 'UpdateStack', { stackName: 'shop', parameters: [{ parameterValue: TOPIC }] }),
      stack('harbor-detection', { userIdentity: exampleDeployer }),
      one('athena', 'StartQueryExecution', { queryString: 'select 1', workGroup: 'harbor-detection' }),
    ],
  },
  'own-chain-deployed': {
    fires: [
      stack('harbor-detection', { userIdentity: exampleDeployer }),
      stack('arn:aws:cloudformation:eu-west-1:111122223333:stack/harbor-detection/0a1b', {
        userIdentity: exampleDeployer,
      }),
    ],
    staysSilent: [
      code('shop-orders', deployment),
      code('harbor-analyzer', byTeam),
      code('harbor-analyzer', deployment),
    ],
  },
};
