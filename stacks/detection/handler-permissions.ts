import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { HarborwatchStack } from '../harborwatch-stack';
import type { LogArchiveStack } from '../log-archive-stack';
import { acknowledge, acknowledgeWildcard } from '../parts/acknowledge';
import type { HandlersProps } from './handlers-props';

type Archive = Pick<LogArchiveStack, 'trailLogGroup' | 'flowLogGroup'>;

/** Publish messages, and remember which. */
export function letTell(
  handler: LambdaFunction,
  { topics, stateTable, toldTable, key }: HandlersProps,
): void {
  topics.notifications.grantPublish(handler);
  stateTable.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query');
  toldTable.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem');
  // What DynamoDB asks of whoever reads and writes a table with such a key.
  key.grantEncryptDecrypt(handler);
  acknowledge(
    handler.role ?? handler,
    'AwsSolutions-IAM5[Action::kms:ReEncrypt*]',
    'one operation in two directions, on the key of the state tables',
  );
}

/** Search the records of the trail. */
export function letReadTrail(
  handler: LambdaFunction,
  { settings }: HarborwatchStack,
  { trailLogGroup }: Archive,
): void {
  allow(handler, ['logs:FilterLogEvents'], [trailLogGroup.logGroupArn]);
  if (settings['monitor.trailLogGroupName'] === undefined) return;
  const role = handler.role ?? handler;
  acknowledgeWildcard(role, trailLogGroup.logGroupArn, 'the streams of this one log group');
}

/** Read what SSH daemons wrote, in this one log group. */
export function letReadContainers(handler: LambdaFunction, containerLogGroup: ILogGroup): void {
  allow(handler, ['logs:FilterLogEvents'], [containerLogGroup.logGroupArn]);
}

/** Ask Logs Insights about flow records. */
export function letAnalyze(handler: LambdaFunction, { flowLogGroup }: Archive): void {
  allow(handler, ['logs:StartQuery'], [flowLogGroup.logGroupArn]);
  // Queries have ids and no ARNs.
  allow(handler, ['logs:GetQueryResults', 'logs:StopQuery'], ['*']);
}

/** Look whether records come, whether somebody listens, and whether the canary came out. */
export function letCheck(
  handler: LambdaFunction,
  { partition, region, account }: HarborwatchStack,
  { archive, topics, queues }: HandlersProps,
): void {
  allow(handler, ['logs:FilterLogEvents'], [archive.flowLogGroup.logGroupArn]);
  allow(handler, ['sns:ListSubscriptionsByTopic'], [topics.notifications.topicArn, topics.health.topicArn]);
  queues.canary.grantConsumeMessages(handler);
  const everyGroup = `arn:${partition}:logs:${region}:${account}:log-group:*`;
  allow(handler, ['logs:DescribeLogGroups'], [everyGroup]);
  acknowledgeWildcard(
    handler.role ?? handler,
    everyGroup,
    "the canary's call asks for groups that do not exist, which is asked of all of them",
  );
}

/** Put findings into Security Hub, as the account's own product. */
export function letImport(handler: LambdaFunction, { partition, region, account }: HarborwatchStack): void {
  const product = `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`;
  allow(handler, ['securityhub:BatchImportFindings'], [product]);
}

function allow(handler: LambdaFunction, actions: string[], resources: string[]): void {
  handler.addToRolePolicy(new PolicyStatement({ actions, resources }));
}
