import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { PAGES_PREFIX } from '../../../handlers/pages/page-place';
import type { LogArchive } from '../../log-archive/log-archive';
import { acknowledge, acknowledgeWildcard } from '../../parts/acknowledge';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import type { HandlersProps, Telling } from './handlers-props';

type Archive = Pick<LogArchive, 'trailLogGroup' | 'flowLogGroup'>;

/** Publish messages, and remember which. */
export function letTell(handler: LambdaFunction, { topics, stateTable, toldTable, key }: Telling): void {
  topics.notifications.grantPublish(handler);
  stateTable.grant(
    handler,
    'dynamodb:GetItem',
    'dynamodb:BatchGetItem',
    'dynamodb:PutItem',
    'dynamodb:DeleteItem',
    'dynamodb:Query',
  );
  toldTable.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem');
  // What DynamoDB asks of whoever reads and writes a table with such a key.
  key.grantEncryptDecrypt(handler);
  acknowledge(
    handler.role ?? handler,
    'AwsSolutions-IAM5[Action::kms:ReEncrypt*]',
    'one operation in two directions, on the key of the state tables',
  );
}

/** Search the records of the trail, where they are in a log group. */
export function letReadTrail(handler: LambdaFunction, { trailLogGroup }: Archive): void {
  if (trailLogGroup === undefined) return;
  allow(handler, ['logs:FilterLogEvents'], [trailLogGroup.logGroupArn]);
  // The ARN of a group that exists already ends with a wildcard; one of our own is an attribute.
  if (!trailLogGroup.logGroupArn.endsWith(':*')) return;
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
  { partition, region, account }: HarborwatchScope,
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
export function letImport(handler: LambdaFunction, { partition, region, account }: HarborwatchScope): void {
  const product = `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`;
  allow(handler, ['securityhub:BatchImportFindings'], [product]);
}

/** Write the pages of stories, or of audits; not read them, nor any other object. */
export function letWritePages(handler: LambdaFunction, bucket: IBucket, what: 'stories' | 'audits'): void {
  const pages = bucket.arnForObjects(`${PAGES_PREFIX}${what}/*`);
  allow(handler, ['s3:PutObject'], [pages]);
  acknowledgeWildcard(handler.role ?? handler, pages, 'a page for each story or day');
}

function allow(handler: LambdaFunction, actions: string[], resources: string[]): void {
  handler.addToRolePolicy(new PolicyStatement({ actions, resources }));
}
