import { objectsAt, textAt } from '../../analysis/trail/json-path';
import type { TrailCall } from '../../analysis/trail/trail-call';

/** The last part of an id or ARN. */
export const nameIn = (text: string | undefined): string | undefined => text?.split('/').at(-1);

/** `orders` of `orders:7` or of the revision's ARN. */
export const familyIn = (text: string | undefined): string | undefined => nameIn(text)?.split(':')[0];

/** The same name in another account or region is another thing. */
export const here = (call: TrailCall, name: string): string =>
  `${call.account ?? ''} ${call.record.awsRegion ?? ''} ${name}`;

/** A shell in a task. */
export interface Shell {
  /** Undefined where no member of the record names it. */
  readonly cluster: string | undefined;
  readonly task: string | undefined;
}

/** `ecs:harbor_0123456789abcdef0123456789abcdef_0123…-1`: a session of Systems Manager with the task itself as its target. */
const TASK_TARGET = /^ecs:(.+)_([^_]+)_[^_]+$/;

/** Which task a call opens a shell in: ExecuteCommand, or the session behind it, which anybody may open directly. */
export function shellIn(call: TrailCall): Shell | undefined {
  if (call.eventName === 'ExecuteCommand')
    return { cluster: clusterOf(call), task: nameIn(call.text('task')) };
  const [, cluster, task] = TASK_TARGET.exec(call.text('target') ?? '') ?? [];
  return cluster === undefined ? undefined : { cluster, task };
}

/** The cluster that a call of ECS is about, by its request or by what the service answered. */
export function clusterOf(call: TrailCall): string | undefined {
  const answers = ['clusterArn', 'service.clusterArn', 'taskSet.clusterArn'];
  const answered = answers.map((path) => textAt(call.response, path)).find((text) => text !== undefined);
  const [task] = objectsAt(call.response, 'tasks[]');
  return nameIn(
    call.text('cluster') ?? answered ?? (task === undefined ? undefined : textAt(task, 'clusterArn')),
  );
}

/** Families that a call starts: by name or ARN of a revision, or in the revision that CodeDeploy is given. */
export function familyRun(call: TrailCall): string | undefined {
  const named = call.text('taskDefinition');
  if (named !== undefined) return familyIn(named);
  const content = call.text('revision.appSpecContent.content') ?? call.text('revision.string.content');
  return familyIn(/arn:[^\s"']+:task-definition\/[^\s"']+/.exec(content ?? '')?.[0]);
}

/** Families that a schedule, an event target, a pipe or a state machine starts, by their account and region. */
export function familiesScheduled(call: TrailCall): readonly string[] {
  const families = call.templated
    .filter(({ eventName }) => eventName === 'RunTask' || eventName === 'StartTask')
    .flatMap((templated) => familyIn(templated.text('taskDefinition')) ?? []);
  return [...new Set(families)].map((family) => here(call, family));
}

/** `111122223333 user backup`; names of users are the same in either case. */
export function userKey(call: TrailCall, name: string | undefined): string | undefined {
  return name === undefined ? undefined : `${call.account ?? ''} user ${name.toLowerCase()}`;
}

/** Secrets Manager ends the name in an ARN with a hyphen and six characters of its own. */
const SECRET_ARN = /^arn:[^:]*:secretsmanager:([^:]*):([^:]*):secret:(.+?)(?:-[A-Za-z0-9]{6})?$/;
const PARAMETER_ARN = /^arn:[^:]*:ssm:([^:]*):([^:]*):parameter(\/?.+)$/;
/** Parameters that AWS publishes for everybody: images, regions. */
const PUBLISHED = /^\/aws\/(?:service|reference)\//;

/**
 * Secrets and decrypted parameters that a call reads, each by one name however the call writes it. What AWS publishes,
 * and parameters that were read as they are stored, are none.
 */
export function secretsRead(call: TrailCall): readonly string[] {
  if (call.record.eventSource === 'ssm.amazonaws.com') {
    if (call.request['withDecryption'] !== true) return [];
    const texts = ['name', 'names[]', 'path'].flatMap((path) => call.texts(path));
    return distinct(texts.flatMap((text) => parameterName(call, text)));
  }
  const texts = ['secretId', 'secretIdList[]'].flatMap((path) => call.texts(path));
  return distinct(
    texts.map((text) => {
      const [, region, account, name] = SECRET_ARN.exec(text) ?? [];
      return name === undefined ? text : (nameFor(call, account, region) ?? '') + name;
    }),
  );
}

function parameterName(call: TrailCall, text: string): readonly string[] {
  const [, region, account, path] = PARAMETER_ARN.exec(text) ?? [];
  // `name:3` and `name:label` are the same parameter.
  const [name = ''] = (path ?? text).split(':');
  if (PUBLISHED.test(name)) return [];
  // The ARN has one slash more where the name has none.
  const plain = name.lastIndexOf('/') === 0 ? name.slice(1) : name;
  return [(nameFor(call, account, region) ?? '') + plain];
}

/** Told where it is not the place of the call. */
function nameFor(call: TrailCall, account = '', region = ''): string | undefined {
  const isHere = account === (call.account ?? '') && region === (call.record.awsRegion ?? '');
  return isHere || account === '' ? undefined : `${account} ${region} `;
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
