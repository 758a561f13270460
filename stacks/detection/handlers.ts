import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { HandlerName } from '../../handlers/bundling';
import type { HarborwatchStack } from '../harborwatch-stack';
import type { LogArchiveStack } from '../log-archive-stack';
import { acknowledge, acknowledgeWildcard } from '../parts/acknowledge';
import { HandlerFunction } from '../parts/handler-function';
import { type HandlerVariables, handlerVariables } from './handler-variables';

export interface HandlersProps {
  readonly archive: LogArchiveStack;
  readonly key: IKey;
  readonly alarmTopic: ITopic;
  readonly notificationTopic: ITopic;
  readonly healthTopic: ITopic;
  readonly stateTable: Table;
  readonly toldTable: Table;
  readonly canaryQueue: IQueue;
  readonly failedBatches: IQueue;
}

/** The functions of this stack, each with what it reads, writes and is told, and nothing else. */
export function makeHandlers(scope: HarborwatchStack, props: HandlersProps): Handlers {
  const { settings, names } = scope;
  const { archive, notificationTopic, healthTopic, stateTable, toldTable } = props;
  const { trailLogGroup, flowLogGroup } = archive;
  const list = (items: readonly unknown[]) => (items.length === 0 ? undefined : JSON.stringify(items));
  const telling = {
    notificationTopicArn: notificationTopic.topicArn,
    stateTable: stateTable.tableName,
    toldTable: toldTable.tableName,
    trailLogGroup: trailLogGroup.logGroupName,
    flowLogGroup: flowLogGroup.logGroupName,
    runbookUrl: settings.runbookUrl,
    alarmPrefix: names.alarmPrefix,
    metricNamespace: names.metricNamespace,
  };
  const analyzing = {
    ...telling,
    flowLogFormat: archive.flowLogFormat,
    sshPorts: JSON.stringify(settings.sshPorts),
    egressPorts: JSON.stringify(settings.egressPorts),
    trustedCidrs: list(settings.trustedSshCidrs),
    notifyFrom: settings.notifyFrom,
    suppressions: list(settings.suppressions),
  };
  const make = (
    handler: HandlerName,
    variables: HandlerVariables,
    options: { readonly onFailure?: IQueue; readonly maxEventAge?: Duration } = {},
  ): LambdaFunction =>
    new HandlerFunction(scope, idOf(handler), {
      handler,
      variables,
      logKey: archive.logKey,
      onFailure: options.onFailure ?? healthTopic,
      ...(options.maxEventAge !== undefined && { maxEventAge: options.maxEventAge }),
    }).function;
  const variables = (handler: HandlerName, all: Parameters<typeof handlerVariables>[1]) =>
    handlerVariables(handler, all);

  const flowLogAnalyzer = make('flow-log-analyzer', variables('flow-log-analyzer', analyzing), {
    // People cannot read a batch: it waits until it can be sent again, and its alarm says so.
    onFailure: props.failedBatches,
  });
  const alarmContext = make(
    'alarm-context',
    variables('alarm-context', {
      ...telling,
      deployRoles: list(settings.deployRoles),
      homeRegions: list(settings.homeRegions),
      suppressions: list(settings.suppressions),
    }),
    // After this long, or three failures, people get the alarm as CloudWatch said it.
    { maxEventAge: Duration.minutes(10) },
  );
  const campaignAnalyzer = make('ssh-campaign-analyzer', variables('ssh-campaign-analyzer', analyzing));
  const chainCheck = make(
    'chain-check',
    variables('chain-check', {
      ...telling,
      canaryQueueUrl: props.canaryQueue.queueUrl,
      watchedTopicArns: scope.toJsonString([notificationTopic.topicArn, healthTopic.topicArn]),
    }),
  );

  for (const handler of [flowLogAnalyzer, alarmContext, campaignAnalyzer, chainCheck]) {
    notificationTopic.grantPublish(handler);
    stateTable.grant(
      handler,
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:DeleteItem',
      'dynamodb:Query',
    );
    toldTable.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem');
    props.key.grantEncryptDecrypt(handler);
    acknowledge(
      handler.role ?? handler,
      'AwsSolutions-IAM5[Action::kms:ReEncrypt*]',
      'one operation in two directions, on the key of the state tables',
    );
  }
  allow(alarmContext, ['logs:FilterLogEvents'], arnsOf(trailLogGroup));
  allow(campaignAnalyzer, ['logs:FilterLogEvents'], arnsOf(trailLogGroup));
  allow(campaignAnalyzer, ['logs:StartQuery'], arnsOf(flowLogGroup));
  // Queries have ids and no ARNs.
  allow(campaignAnalyzer, ['logs:GetQueryResults', 'logs:StopQuery'], ['*']);
  allow(chainCheck, ['logs:FilterLogEvents'], [...arnsOf(trailLogGroup), ...arnsOf(flowLogGroup)]);
  const everyGroup = `arn:${scope.partition}:logs:${scope.region}:${scope.account}:log-group:*`;
  allow(chainCheck, ['logs:DescribeLogGroups'], [everyGroup]);
  acknowledgeWildcard(
    chainCheck.role ?? chainCheck,
    everyGroup,
    "the canary's call asks for groups that do not exist, which is asked of all of them",
  );
  if (settings['monitor.trailLogGroupName'] !== undefined) {
    for (const handler of [alarmContext, campaignAnalyzer, chainCheck]) {
      const role = handler.role ?? handler;
      acknowledgeWildcard(role, trailLogGroup.logGroupArn, 'the streams of this one log group');
    }
  }
  allow(chainCheck, ['sns:ListSubscriptionsByTopic'], [notificationTopic.topicArn, healthTopic.topicArn]);
  props.canaryQueue.grantConsumeMessages(chainCheck);

  const functions = {
    'flow-log-analyzer': flowLogAnalyzer,
    'alarm-context': alarmContext,
    'ssh-campaign-analyzer': campaignAnalyzer,
    'chain-check': chainCheck,
  };
  if (!settings.securityHub) return functions;
  const securityHubImport = make(
    'security-hub-import',
    variables('security-hub-import', { runbookUrl: settings.runbookUrl }),
  );
  allow(
    securityHubImport,
    ['securityhub:BatchImportFindings'],
    [`arn:${scope.partition}:securityhub:${scope.region}:${scope.account}:product/${scope.account}/default`],
  );
  return { ...functions, 'security-hub-import': securityHubImport };
}

/** The daily audit is made where the tables are, the Security Hub import by setting. */
export type Handlers = Readonly<
  Record<Exclude<HandlerName, 'scheduled-audit' | 'security-hub-import'>, LambdaFunction> & {
    'security-hub-import'?: LambdaFunction;
  }
>;

function idOf(handler: HandlerName): string {
  return handler.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function allow(grantee: IGrantable, actions: string[], resources: string[]): void {
  grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources }));
}

/** With the streams in it, as CloudWatch Logs' actions on a group are checked. */
const arnsOf = ({ logGroupArn }: ILogGroup): string[] => [logGroupArn];
