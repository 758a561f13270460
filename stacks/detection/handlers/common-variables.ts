import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import type { handlerVariables } from './handler-variables';
import type { Telling } from './handlers-props';

type Variables = Parameters<typeof handlerVariables>[1];

/** The log groups that messages name, for commands to look further. */
export interface NamedLogGroups {
  readonly trailLogGroup?: ILogGroup | undefined;
  readonly flowLogGroup?: ILogGroup;
}

/** What every function is told that sends messages. */
export function tellingVariables(
  { settings, names }: HarborwatchScope,
  { topics, stateTable, toldTable }: Telling,
  { trailLogGroup, flowLogGroup }: NamedLogGroups,
): Variables {
  return {
    notificationTopicArn: topics.notifications.topicArn,
    stateTable: stateTable.tableName,
    toldTable: toldTable.tableName,
    trailLogGroup: trailLogGroup?.logGroupName,
    flowLogGroup: flowLogGroup?.logGroupName,
    runbookUrl: settings.runbookUrl,
    alarmPrefix: names.alarmPrefix,
    metricNamespace: names.metricNamespace,
  };
}

/** What the analyzers of flow records are told beside that. */
export function flowVariables({ settings }: HarborwatchScope, flowLogFormat: string): Variables {
  return {
    flowLogFormat,
    sshPorts: JSON.stringify(settings.sshPorts),
    egressPorts: JSON.stringify(settings.egressPorts),
    trustedCidrs: listed(settings.trustedSshCidrs),
    insideCidrs: listed(settings.insideCidrs),
    notifyFrom: settings.notifyFrom,
    suppressions: listed(settings.suppressions),
  };
}

/** A list as a variable; none for an empty one. */
export const listed = (items: readonly unknown[]): string | undefined =>
  items.length === 0 ? undefined : JSON.stringify(items);
