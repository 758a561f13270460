import type { CloudTrailRecord, JsonValue } from '../records/cloudtrail/cloudtrail-record';
import { ownEntry } from '../records/values/own-entry';

/**
 * Members of `requestParameters` that name what a call was about, the most telling first: a task before its
 * service, a service before its cluster. The names are those of AWS's API models.
 */
const NAMING: readonly string[] = [
  ...['task', 'target', 'taskDefinition', 'service', 'serviceName', 'family', 'containerInstance'],
  ...['groupId', 'groupName', 'securityGroupRuleId', 'networkInterfaceId', 'instanceId', 'flowLogId'],
  ...[
    'secretId',
    'name',
    'trailName',
    'trailARN',
    'alarmName',
    'alarmNames',
    'logGroupName',
    'ruleName',
    'rule',
  ],
  ...['bucketName', 'keyId', 'functionName', 'repositoryName', 'topicArn', 'queueUrl', 'tableName'],
  ...['policyArn', 'policyName', 'roleArn', 'roleName', 'userName', 'accessKeyId', 'instanceProfileName'],
  ...[
    'cluster',
    'clusterName',
    'vpcId',
    'subnetId',
    'loadBalancerArn',
    'targetGroupArn',
    'resourceArn',
    'arn',
  ],
];

/**
 * What a call was about, as short as it can be said: the last part of an ARN, the first of a list. Undefined where the
 * request names nothing.
 *
 * @example
 * // ecs:ExecuteCommand on a task of cluster harbor
 * callTarget(record) // 'task ee70abd6bcc0e670396dcced96d41a69'
 */
export function callTarget({ eventSource, requestParameters }: CloudTrailRecord): string | undefined {
  if (requestParameters === null || requestParameters === undefined) return undefined;
  for (const member of NAMING) {
    const name = firstText(requestParameters[member]);
    if (name !== undefined) return `${nounOf(member, eventSource)} ${shortName(name)}`.trimStart();
  }
  return undefined;
}

function firstText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return Array.isArray(value) ? firstText(value[0]) : undefined;
}

const NOUNS: Readonly<Record<string, string>> = {
  taskDefinition: 'task definition',
  groupId: 'security group',
  groupName: 'security group',
  securityGroupRuleId: 'security group rule',
  secretId: 'secret',
  trailARN: 'trail',
  loadBalancerArn: 'load balancer',
  targetGroupArn: 'target group',
  resourceArn: 'resource',
  arn: 'resource',
  networkInterfaceId: 'interface',
  flowLogId: 'flow log',
  accessKeyId: 'access key',
  containerInstance: 'container instance',
  family: 'task definition',
  logGroupName: 'log group',
  instanceProfileName: 'instance profile',
};

/** What a plain `name` names depends on who is asked. */
const NAMED_BY: Readonly<Record<string, string>> = {
  'cloudtrail.amazonaws.com': 'trail',
  'events.amazonaws.com': 'rule',
};

/** `serviceName` is a service, `bucketName` a bucket. */
function nounOf(member: string, eventSource: string): string {
  if (member === 'name') return ownEntry(NAMED_BY, eventSource) ?? '';
  return ownEntry(NOUNS, member) ?? member.replace(/(Names?|Arn|Id|Url)$/, '').toLowerCase();
}

/** `arn:aws:ecs:…:task/harbor/ee70…` is `ee70…`; a name that is no ARN stays. */
function shortName(name: string): string {
  return name.startsWith('arn:') ? (name.split(/[/:]/).at(-1) ?? name) : name;
}
