import type { CloudTrailRecord, JsonObject, JsonValue } from '../../../records/cloudtrail/cloudtrail-record';
import { describeIdentity } from '../../describe-identity';
import { internetOpenings, isTcp } from '../../trail/internet-openings';
import { rulesOpenedBy } from '../../trail/opened-rules';
import type { SshActivity } from '../activity';
import { imagesIn, releasesIn } from './image-changes';
import type { PortOpening } from './known-events';

/** Calls that give a service or a task its task definition. */
const RELEASES: ReadonlySet<string> = new Set(['UpdateService', 'CreateService', 'RunTask', 'StartTask']);

/**
 * Takes from an API record what flow logs do not know: SSH ports opened to the world, which security groups an
 * interface is in, who had a shell in a task, and which images services were given. Other records, and calls that failed, change nothing.
 */
export function noteApiCall(activity: SshActivity, record: CloudTrailRecord): void {
  if (record.errorCode !== undefined) return;
  if (record.eventSource === 'ecs.amazonaws.com' && record.eventName === 'ExecuteCommand') {
    noteShell(activity, record);
  }
  if (record.eventSource === 'ecs.amazonaws.com') {
    if (record.eventName === 'RegisterTaskDefinition') activity.addImages(imagesIn(record));
    if (RELEASES.has(record.eventName)) activity.addReleases(releasesIn(record));
  }
  if (record.eventSource !== 'ec2.amazonaws.com') return;
  for (const opening of openingsIn(record)) {
    const isSsh = activity.policy.sshPorts.some((port) => port >= opening.fromPort && port <= opening.toPort);
    if (isSsh) activity.addOpening(opening);
  }
  switch (record.eventName) {
    case 'CreateNetworkInterface':
      noteInterface(activity, objectAt(record.responseElements, 'networkInterface'));
      return;
    case 'ModifyNetworkInterfaceAttribute':
      noteInterface(activity, record.requestParameters ?? undefined);
      return;
  }
}

/** What the rules of a call that opens ports let the world reach, summed over all of them. */
function openingsIn(record: CloudTrailRecord): PortOpening[] {
  return internetOpenings(rulesOpenedBy(record)).flatMap((opening) => {
    const { groupId, vpcId, fromPort, toPort } = opening;
    if (!isTcp(opening) || groupId === undefined) return [];
    return {
      eventId: record.eventID ?? `${record.eventTime} ${record.eventName}`,
      at: Date.parse(record.eventTime) / 1000,
      groupId,
      vpcId,
      fromPort,
      toPort,
      actor: record.userIdentity?.arn ?? record.userIdentity?.invokedBy ?? 'somebody unnamed',
    };
  });
}

/** `task` is an id, or an ARN that ends in it. */
function noteShell(activity: SshActivity, record: CloudTrailRecord): void {
  const task = textAt(record.requestParameters ?? undefined, 'task')
    ?.split('/')
    .at(-1);
  const at = Date.parse(record.eventTime) / 1000;
  if (task === undefined || task === '' || Number.isNaN(at)) return;
  const by = describeIdentity(record.userIdentity);
  const eventId = record.eventID ?? `${record.eventTime} ${record.eventName}`;
  activity.addShell({ eventId, at, task, actor: record.userIdentity?.arn ?? by, by });
}

function noteInterface(activity: SshActivity, described: JsonObject | undefined): void {
  const interfaceId = textAt(described, 'networkInterfaceId');
  const groups = itemsOf(objectAt(described, 'groupSet')).flatMap((group) => textAt(group, 'groupId') ?? []);
  if (interfaceId !== undefined && groups.length > 0) activity.addInterface(interfaceId, groups);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectAt(parent: JsonObject | null | undefined, key: string): JsonObject | undefined {
  const value = parent?.[key];
  return isObject(value) ? value : undefined;
}

function itemsOf(set: JsonObject | undefined): JsonObject[] {
  const items = set?.['items'];
  return Array.isArray(items) ? items.filter(isObject) : [];
}

function textAt(parent: JsonObject | undefined, key: string): string | undefined {
  const value = parent?.[key];
  return typeof value === 'string' ? value : undefined;
}
