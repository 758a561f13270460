import { isJsonObject, type JsonObject } from '../cloudtrail/cloudtrail-record';

/** A container of a task, as far as an event says what runs in it. */
export interface EventContainer {
  readonly name: string;
  readonly image: string | undefined;
  /** `sha256:…`; known once the image was pulled. */
  readonly digest: string | undefined;
  readonly status: string | undefined;
  readonly exitCode: number | undefined;
}

/** What ECS says of a task each time its state changes. */
export interface TaskEvent {
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly task: string;
  /** `RUNNING`, `STOPPED`. */
  readonly status: string;
  readonly desiredStatus: string | undefined;
  /** Name of the service that it belongs to. */
  readonly service: string | undefined;
  /** `httpd-login:18`. */
  readonly definition: string | undefined;
  readonly startedBy: string | undefined;
  readonly stoppedReason: string | undefined;
  readonly addresses: readonly string[];
  readonly containers: readonly EventContainer[];
}

/**
 * Understands an `ECS Task State Change` of EventBridge, as
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html has it; undefined for anything else.
 */
export function parseTaskEvent(value: JsonObject): TaskEvent | undefined {
  const { 'detail-type': type, detail, time } = value;
  if (type !== 'ECS Task State Change' || !isJsonObject(detail) || typeof time !== 'string') return undefined;
  const task = lastPart(textOf(detail, 'taskArn'));
  const status = textOf(detail, 'lastStatus');
  if (task === undefined || status === undefined || Number.isNaN(Date.parse(time))) return undefined;
  const [kind, service] = (textOf(detail, 'group') ?? '').split(':');
  return {
    ...{ time, task, status },
    account: textOf(value, 'account'),
    region: textOf(value, 'region'),
    desiredStatus: textOf(detail, 'desiredStatus'),
    service: kind === 'service' ? service : undefined,
    definition: lastPart(textOf(detail, 'taskDefinitionArn')),
    startedBy: textOf(detail, 'startedBy'),
    stoppedReason: textOf(detail, 'stoppedReason'),
    addresses: addressesOf(detail),
    containers: objectsOf(detail, 'containers').map((container) => ({
      name: textOf(container, 'name') ?? 'container',
      image: textOf(container, 'image'),
      digest: textOf(container, 'imageDigest'),
      status: textOf(container, 'lastStatus'),
      exitCode: typeof container['exitCode'] === 'number' ? container['exitCode'] : undefined,
    })),
  };
}

/** Addresses of its network interfaces; an attachment lists them by name and value. */
function addressesOf(detail: JsonObject): readonly string[] {
  const details = objectsOf(detail, 'attachments').flatMap((attachment) => objectsOf(attachment, 'details'));
  return details.flatMap((entry) =>
    textOf(entry, 'name') === 'privateIPv4Address' ? (textOf(entry, 'value') ?? []) : [],
  );
}

function objectsOf(value: JsonObject, member: string): readonly JsonObject[] {
  const list = value[member];
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function textOf(value: JsonObject, member: string): string | undefined {
  const found = value[member];
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function lastPart(arn: string | undefined): string | undefined {
  return arn?.split('/').at(-1);
}
