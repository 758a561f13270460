import { Duration } from 'aws-cdk-lib';
import { LogFormat } from 'aws-cdk-lib/aws-ec2';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { HandlerName } from '../../../handlers/bundling';
import { FlowLogAnalyzer } from '../../constructs/flow-log-analyzer';
import { TrailAnalyzer } from '../../constructs/trail-analyzer';
import { HandlerFunction } from '../../parts/handler-function';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import { flowVariables, listed, tellingVariables } from './common-variables';
import {
  letAnalyze,
  letCheck,
  letImport,
  letReadContainers,
  letReadTrail,
  letTell,
  letWritePages,
} from './handler-permissions';
import { handlerVariables } from './handler-variables';
import type { HandlersProps } from './handlers-props';

/** The daily audit is made where the tables are, the rule of AWS Config with its rule, the Security Hub import by setting. */
export type Handlers = Readonly<
  Record<
    Exclude<
      HandlerName,
      'scheduled-audit' | 'security-hub-import' | 'task-definition-rule' | 'search-indexer' | 'search-setup'
    >,
    LambdaFunction
  > & {
    'security-hub-import'?: LambdaFunction;
  }
>;

/** What does not begin with the name of the deployment, which the function knows. */
function namesOf({ archive, key, stateTable, toldTable }: HandlersProps): readonly string[] {
  return [
    ...(archive.trailArn === undefined ? [] : [archive.trailArn]),
    ...[archive.trailBucket, archive.flowLogBucket, archive.containerLogBucket].map(
      ({ bucket }) => bucket.bucketName,
    ),
    ...[archive.trailLogGroup, archive.flowLogGroup].flatMap((group) => group?.logGroupName ?? []),
    ...[archive.logKey.keyArn, archive.dataKey.keyArn, key.keyArn],
    ...[stateTable.tableName, toldTable.tableName],
  ];
}

/** The functions of this stack, each with what it is told; `handler-permissions.ts` has what each may do. */
export function makeHandlers(scope: HarborwatchScope, props: HandlersProps): Handlers {
  const { settings } = scope;
  const { archive, topics, queues } = props;
  const telling = {
    ...tellingVariables(scope, props, archive),
    reportsBucket: archive.resultsBucket.bucketName,
  };
  const flows = flowVariables(scope, archive.flowLogFormat);
  const make = (
    handler: HandlerName,
    variables: Parameters<typeof handlerVariables>[1],
    options: { readonly maxEventAge?: Duration } = {},
  ): LambdaFunction =>
    new HandlerFunction(scope, idOf(handler), {
      handler,
      variables: handlerVariables(handler, variables),
      logKey: archive.logKey,
      onFailure: topics.health,
      ...options,
    }).function;

  const functions = {
    'flow-log-analyzer': new FlowLogAnalyzer(scope, 'FlowLogAnalyzer', {
      flowLogGroup: archive.flowLogGroup,
      flowLogFormat: [LogFormat.custom(archive.flowLogFormat)],
      topic: topics.notifications,
      // People cannot read a batch: it waits until it can be sent again, and its alarm says so.
      within: { ...props, logKey: archive.logKey, failed: queues.failedBatches, variables: telling },
    }).function,
    'trail-analyzer': new TrailAnalyzer(scope, 'TrailAnalyzer', {
      ...(archive.trailLogGroup !== undefined && { trailLogGroup: archive.trailLogGroup }),
      topic: topics.notifications,
      within: {
        ...props,
        logKey: archive.logKey,
        failed: queues.failedRecords,
        variables: telling,
        ownNames: namesOf(props),
      },
    }).function,
    'alarm-context': make(
      'alarm-context',
      {
        ...telling,
        deployRoles: listed(settings.deployRoles),
        homeRegions: listed(settings.homeRegions),
        suppressions: listed(settings.suppressions),
      },
      // After this long, or three failures, people get the alarm as CloudWatch said it.
      { maxEventAge: Duration.minutes(10) },
    ),
    'ssh-campaign-analyzer': make('ssh-campaign-analyzer', {
      ...telling,
      ...flows,
      containerLogGroup: props.containerLogGroup?.logGroupName,
    }),
    'chain-check': make('chain-check', {
      ...telling,
      canaryQueueUrl: queues.canary.queueUrl,
      watchedTopicArns: scope.toJsonString([topics.notifications.topicArn, topics.health.topicArn]),
    }),
  };
  for (const name of ['alarm-context', 'ssh-campaign-analyzer', 'chain-check'] as const) {
    letTell(functions[name], props);
  }
  letReadTrail(functions['alarm-context'], archive);
  letReadTrail(functions['ssh-campaign-analyzer'], archive);
  letReadTrail(functions['chain-check'], archive);
  letWritePages(functions['alarm-context'], archive.resultsBucket, 'stories');
  archive.dataKey.grant(functions['alarm-context'], 'kms:GenerateDataKey');
  letAnalyze(functions['ssh-campaign-analyzer'], archive);
  if (props.containerLogGroup !== undefined) {
    letReadContainers(functions['ssh-campaign-analyzer'], props.containerLogGroup);
  }
  letCheck(functions['chain-check'], scope, props);
  if (!settings.securityHub) return functions;
  const securityHubImport = make('security-hub-import', { runbookUrl: settings.runbookUrl });
  letImport(securityHubImport, scope);
  return { ...functions, 'security-hub-import': securityHubImport };
}

function idOf(handler: HandlerName): string {
  return handler.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
