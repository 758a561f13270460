import { describeIdentity } from '../../analysis/describe-identity';
import { isIpAddress } from '../../analysis/is-ip-address';
import type { CloudTrailRecord, JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { ownEntry } from '../../records/values/own-entry';
import type { Subject } from './subject';

/** Whoever writes a record decides how deep and how long it is. */
const MOST_TEXTS = 2_000;

/** Members whose value is the bare name of a subject. */
const BARE_NAMES: Readonly<Record<string, Subject['kind']>> = {
  task: 'task',
  service: 'service',
  serviceName: 'service',
  userName: 'user',
  roleName: 'role',
};

/** Task ids have 32 hexadecimal digits, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html. */
const TASK_ID = /^[0-9a-f]{32}$/;

/** Who made a call: each name that the caller goes by. */
export function callersOf({
  userIdentity,
  sourceIPAddress,
  recipientAccountId,
}: CloudTrailRecord): readonly Subject[] {
  const subjects: Subject[] = [];
  const { arn, accountId = recipientAccountId, accessKeyId, userName, type } = userIdentity ?? {};
  if (arn !== undefined) subjects.push(...subjectsOfArn(arn));
  else if (userName !== undefined) subjects.push({ kind: 'user', name: userName, account: accountId });
  else subjects.push({ kind: 'identity', name: describeIdentity(userIdentity), account: accountId });
  if (type === 'Root') subjects.push({ kind: 'identity', name: 'root', account: accountId });
  if (accessKeyId !== undefined && accessKeyId !== '') subjects.push(plain('access key', accessKeyId));
  if (sourceIPAddress !== undefined && isIpAddress(sourceIPAddress)) {
    subjects.push(plain('address', sourceIPAddress));
  }
  return subjects;
}

/** What a call was about: what its request, its answer and its resources name. */
export function namedBy(record: CloudTrailRecord): readonly Subject[] {
  const { requestParameters, responseElements, recipientAccountId } = record;
  const subjects: Subject[] = [];
  let texts = 0;
  const walk = (value: JsonValue | undefined, member: string): void => {
    if (texts >= MOST_TEXTS) return;
    if (typeof value === 'string') {
      texts += 1;
      subjects.push(...subjectsOfText(value, member, recipientAccountId));
    } else if (Array.isArray(value)) {
      for (const item of value) walk(item, member);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value as JsonObject)) walk(item, name);
    }
  };
  walk(requestParameters ?? undefined, '');
  walk(responseElements ?? undefined, '');
  walk(record['resources'], '');
  return subjects;
}

function subjectsOfText(text: string, member: string, account: string | undefined): readonly Subject[] {
  if (text.startsWith('arn:')) return subjectsOfArn(text);
  if (/^sg-[0-9a-f]+$/.test(text)) return [plain('security group', text)];
  if (/^A(?:KIA|SIA)[A-Z0-9]{16}$/.test(text)) return [plain('access key', text)];
  if (isIpAddress(text)) return [plain('address', text)];
  const [, task] = /^ecs:[^_]+_([0-9a-f]{32})_/.exec(text) ?? [];
  if (task !== undefined) return [plain('task', task)];
  const kind = ownEntry(BARE_NAMES, member);
  if (kind === undefined || text === '') return [];
  return kind === 'task' || kind === 'service' ? [plain(kind, text)] : [{ kind, name: text, account }];
}

/** The subjects that an ARN names; those of an assumed role are the role, and its session, which is a task where an id names it. */
export function subjectsOfArn(arn: string): readonly Subject[] {
  const [, , , , account = '', ...rest] = arn.split(':');
  const [kind = '', ...path] = rest.join(':').split('/');
  const last = path.at(-1) ?? '';
  if (kind === 'user') return [{ kind: 'user', name: last, account }];
  if (kind === 'role') return [{ kind: 'role', name: last, account }];
  if (kind === 'assumed-role') {
    const [role = '', session = ''] = path;
    return [
      { kind: 'role', name: role, account },
      ...(TASK_ID.test(session)
        ? [plain('task', session)]
        : session === ''
          ? []
          : [{ kind: 'session', name: `${role}/${session}`, account } as const]),
    ];
  }
  if (kind === 'task') return [plain('task', last)];
  if (kind === 'service') return [plain('service', last)];
  if (kind === 'security-group') return [plain('security group', last)];
  return kind === 'root' ? [{ kind: 'identity', name: 'root', account }] : [];
}

function plain(kind: Subject['kind'], name: string): Subject {
  return { kind, name, account: undefined };
}
