import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { HandlerName } from '../../handlers/bundling';
import type { HarborwatchStack } from '../harborwatch-stack';
import { HandlerFunction } from '../parts/handler-function';
import {
  letAnalyze,
  letCheck,
  letImport,
  letReadContainers,
  letReadTrail,
  letTell,
} from './handler-permissions';
import { handlerVariables } from './handler-variables';
import type { HandlersProps } from './handlers-props';

/** The daily audit is made where the tables are, the rule of AWS Config with its rule, the Security Hub import by setting. */
export type Handlers = Readonly<
  Record<
    Exclude<HandlerName, 'scheduled-audit' | 'security-hub-import' | 'task-definition-rule'>,
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
    ...[archive.trailLogGroup.logGroupName, archive.flowLogGroup.logGroupName],
    ...[archive.logKey.keyArn, archive.dataKey.keyArn, key.keyArn],
    ...[stateTable.tableName, toldTable.tableName],
  ];
}

/** The functions of this stack, each with what it is told; `handler-permissions.ts` has what each may do. */
export function makeHandlers(scope: HarborwatchStack, props: HandlersProps): Handlers {
  const { settings, names } = scope;
  const { archive, topics, queues } = props;
  const telling = {
    notificationTopicArn: topics.notifications.topicArn,
    stateTable: props.stateTable.tableName,
    toldTable: props.toldTable.tableName,
    trailLogGroup: archive.trailLogGroup.logGroupName,
    flowLogGroup: archive.flowLogGroup.logGroupName,
    runbookUrl: settings.runbookUrl,
    alarmPrefix: names.alarmPrefix,
    metricNamespace: names.metricNamespace,
  };
  const analyzing = {
    ...telling,
    flowLogFormat: archive.flowLogFormat,
    sshPorts: JSON.stringify(settings.sshPorts),
    egressPorts: JSON.stringify(settings.egressPorts),
    thresholds: settings.thresholds && JSON.stringify(settings.thresholds),
    trustedCidrs: list(settings.trustedSshCidrs),
    notifyFrom: settings.notifyFrom,
    suppressions: list(settings.suppressions),
  };
  const make = (
    handler: HandlerName,
    variables: Parameters<typeof handlerVariables>[1],
    options: { readonly onFailure?: IQueue; readonly maxEventAge?: Duration } = {},
  ): LambdaFunction =>
    new HandlerFunction(scope, idOf(handler), {
      handler,
      variables: handlerVariables(handler, variables),
      logKey: archive.logKey,
      onFailure: topics.health,
      ...options,
    }).function;

  const functions = {
    'flow-log-analyzer': make('flow-log-analyzer', analyzing, {
      // People cannot read a batch: it waits until it can be sent again, and its alarm says so.
      onFailure: queues.failedBatches,
    }),
    'trail-analyzer': make(
      'trail-analyzer',
      {
        ...telling,
        deployRoles: list(settings.deployRoles),
        homeRegions: list(settings.homeRegions),
        suppressions: list(settings.suppressions),
        notifyFrom: settings.notifyFrom,
        cis: String(settings.cis),
        filterPlaces: String(scope.filterPlaces),
        ownNames: scope.toJsonString(namesOf(props)),
        learningDays: String(settings.learningDays),
      },
      { onFailure: queues.failedRecords },
    ),
    'alarm-context': make(
      'alarm-context',
      {
        ...telling,
        deployRoles: list(settings.deployRoles),
        homeRegions: list(settings.homeRegions),
        suppressions: list(settings.suppressions),
      },
      // After this long, or three failures, people get the alarm as CloudWatch said it.
      { maxEventAge: Duration.minutes(10) },
    ),
    'ssh-campaign-analyzer': make('ssh-campaign-analyzer', {
      ...analyzing,
      containerLogGroup: props.containerLogGroup?.logGroupName,
    }),
    'chain-check': make('chain-check', {
      ...telling,
      canaryQueueUrl: queues.canary.queueUrl,
      watchedTopicArns: scope.toJsonString([topics.notifications.topicArn, topics.health.topicArn]),
    }),
  };
  for (const handler of Object.values(functions)) letTell(handler, props);
  letReadTrail(functions['alarm-context'], scope, archive);
  letReadTrail(functions['ssh-campaign-analyzer'], scope, archive);
  letReadTrail(functions['chain-check'], scope, archive);
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

const list = (items: readonly unknown[]) => (items.length === 0 ? undefined : JSON.stringify(items));

function idOf(handler: HandlerName): string {
  return handler.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
