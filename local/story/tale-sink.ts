import { toCause } from '../../analysis/cause';
import { describeIdentity } from '../../analysis/describe-identity';
import type { CloudTrailRecord, JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import type { TaskEvent } from '../../records/containers/task-event';
import type { FlowLogRow } from '../../records/flow-logs/flow-log-row';
import type { LogSink, Place } from '../reading/log-sink';
import { SeenRecords } from '../reading/seen-records';
import { containerLineOf } from './container-line';
import { keyOf, type Subject } from './subject';
import { callersOf, namedBy } from './subjects-of-call';
import type { TaleEntry, TaleKind } from './tale';
import { TaskFacts } from './task-facts';

/** Entries that are kept; what is alike counts as one. */
const MOST_ENTRIES = 50_000;
/** Flows of the same two are one entry until they pause for so long: the time after which a story is over. */
const PAUSE_SECONDS = 15 * 60;

/** What the subject goes by in each kind of log. */
export interface SubjectNames {
  readonly subject: Subject;
  readonly addresses: ReadonlySet<string>;
  readonly tasks: ReadonlySet<string>;
}

interface Growing {
  at: number;
  until: number;
  readonly kind: TaleKind;
  readonly text: string;
  count: number;
  packets: number;
  bytes: number;
  readonly recordId: string | undefined;
  readonly place: string;
}

/** Collects what records say of one subject; what is alike is counted together. */
export class TaleSink implements LogSink {
  readonly #names: SubjectNames;
  readonly #keys: ReadonlySet<string>;
  readonly #seen = new SeenRecords();
  readonly #entries: Growing[] = [];
  readonly #latest = new Map<string, Growing>();
  readonly #facts: TaskFacts;
  #notKept = 0;

  constructor(names: SubjectNames) {
    this.#names = names;
    this.#facts = new TaskFacts(names.tasks);
    const tasks = [...names.tasks].map((name) => keyOf({ kind: 'task', name, account: undefined }));
    const addresses = [...names.addresses].map((name) =>
      keyOf({ kind: 'address', name, account: undefined }),
    );
    this.#keys = new Set([keyOf(names.subject), ...tasks, ...addresses]);
  }

  cloudTrail(record: CloudTrailRecord, _text: string, place: Place): undefined {
    const isTask = this.#names.subject.kind === 'task';
    if (isTask) {
      const at = Date.parse(record.eventTime) / 1000;
      this.#facts.ofDeployment(record, at, () => describeIdentity(record.userIdentity));
    }
    const isBy = callersOf(record).some((subject) => this.#keys.has(keyOf(subject)));
    if (!isBy && !namedBy(record).some((subject) => this.#keys.has(keyOf(subject)))) return;
    if (this.#seen.isKnownEvent(record.eventID)) return;
    const at = Date.parse(record.eventTime) / 1000;
    const where = `${place.path}:${place.line}`;
    const { call, identity, sourceAddress, target, errorCode, eventId } = toCause(record, at, where);
    const on = target === undefined ? '' : ` on ${target}`;
    const from = sourceAddress === undefined ? '' : ` from ${sourceAddress}`;
    const refused = errorCode === undefined ? '' : ` (${errorCode})`;
    const text = `${call}${on} by ${identity}${from}${refused}`;
    if (isTask) this.#facts.ofTask(record, at, identity);
    // What only reads comes by the hundred; each change is told by itself.
    this.#add('call', record.readOnly === true ? text : `${text} ${eventId}`, text, at, where, eventId);
  }

  flow(record: FlowLogRow, place: Place): undefined {
    if (!this.#isOf(record)) return;
    if (this.#seen.isKnownFlow(record)) return;
    const { srcaddr = '?', dstaddr = '?', srcport = 0, dstport = 0, action = '', start, end } = record;
    const at = start ?? end;
    if (at === undefined) return;
    // Whoever has the higher port called, which a reply turns round.
    const isReply = srcport < dstport && srcport !== 0;
    const [client, server, port] = isReply ? [dstaddr, srcaddr, srcport] : [srcaddr, dstaddr, dstport];
    const text = `${client} -> ${server}${port === 0 ? '' : `:${port}`} ${action}`;
    if (record.ecsTaskId !== undefined && this.#names.tasks.has(record.ecsTaskId)) {
      this.#facts.seen(at, record.ecsServiceName);
    }
    const entry = this.#add('flow', text, text, at, `${place.path}:${place.line}`, undefined, PAUSE_SECONDS);
    if (entry === undefined) return;
    entry.packets += record.packets ?? 0;
    entry.bytes += record.bytes ?? 0;
  }

  containerLine(read: string, place: Place): undefined {
    const line = containerLineOf(read);
    if (line === undefined) return;
    const task = textOf(line['ecs_task_id']);
    const service = textOf(line['ecs_service_name']);
    const addresses = [line['source_ip'], line['forwarded_for']].map(textOf);
    const said = textOf(line['message']);
    const { subject } = this.#names;
    const isOf =
      (task !== undefined && this.#names.tasks.has(task)) ||
      (subject.kind === 'service' && service === subject.name) ||
      addresses.some((address) => address !== undefined && this.#names.addresses.has(address)) ||
      (subject.kind === 'address' && said !== undefined && said.split(/[\s,]/).includes(subject.name));
    if (!isOf) return;
    const at = Date.parse(textOf(line['logged_at']) ?? '') / 1000;
    if (Number.isNaN(at)) return;
    if (task !== undefined && this.#names.tasks.has(task)) this.#facts.seen(at, service);
    const text = describeLine(line, said, addresses);
    this.#add(
      'line',
      text.replace(/\d+/g, '#'),
      text,
      at,
      `${place.path}:${place.line}`,
      undefined,
      PAUSE_SECONDS,
    );
  }

  taskEvent(event: TaskEvent, place: Place): undefined {
    const { subject, tasks } = this.#names;
    const isOf =
      tasks.has(event.task) ||
      (subject.kind === 'service' && event.service === subject.name) ||
      (subject.kind === 'address' && event.addresses.includes(subject.name));
    if (!isOf) return;
    const at = Date.parse(event.time) / 1000;
    if (tasks.has(event.task)) this.#facts.event(event, at);
    const text = describeEvent(event);
    this.#add('state', `${text} ${event.time}`, text, at, `${place.path}:${place.line}`);
  }

  /** In order of time. */
  entries(): readonly TaleEntry[] {
    return this.#entries
      .map(({ packets, bytes, ...entry }) => ({
        ...entry,
        text: entry.kind === 'flow' ? `${entry.text}, ${packets} packets, ${bytes} bytes` : entry.text,
        severity: undefined,
      }))
      .sort((one, other) => one.at - other.at);
  }

  get facts(): readonly string[] {
    return this.#names.subject.kind === 'task' ? this.#facts.list() : [];
  }

  get notKept(): number {
    return this.#notKept;
  }

  #isOf(record: FlowLogRow): boolean {
    const { subject, addresses, tasks } = this.#names;
    const { srcaddr, dstaddr, pktSrcaddr, pktDstaddr, ecsTaskId, ecsServiceName } = record;
    if (subject.kind === 'service') return ecsServiceName === subject.name;
    if (ecsTaskId !== undefined && tasks.has(ecsTaskId)) return true;
    // A task's own interface has seen all of it; the other end's records would tell it twice.
    if (subject.kind === 'task') return false;
    return [srcaddr, dstaddr, pktSrcaddr, pktDstaddr].some(
      (address) => address !== undefined && addresses.has(address),
    );
  }

  #add(
    kind: TaleKind,
    key: string,
    text: string,
    at: number,
    place: string,
    recordId?: string,
    pause = Number.POSITIVE_INFINITY,
  ): Growing | undefined {
    const known = this.#latest.get(`${kind} ${key}`);
    if (known !== undefined && at - known.until <= pause && known.at - at <= pause) {
      known.count += 1;
      known.at = Math.min(known.at, at);
      known.until = Math.max(known.until, at);
      return known;
    }
    if (this.#entries.length >= MOST_ENTRIES) {
      this.#notKept += 1;
      return undefined;
    }
    const entry = { at, until: at, kind, text, count: 1, packets: 0, bytes: 0, recordId, place };
    this.#entries.push(entry);
    this.#latest.set(`${kind} ${key}`, entry);
    return entry;
  }
}

function describeEvent({
  task,
  status,
  desiredStatus,
  service,
  stoppedReason,
  containers,
}: TaskEvent): string {
  const of = service === undefined ? '' : ` of service ${service}`;
  const wanted = desiredStatus === undefined || desiredStatus === status ? '' : `, wanted ${desiredStatus}`;
  const why = stoppedReason === undefined ? '' : `: ${stoppedReason}`;
  const codes = containers.flatMap(({ name, exitCode }) =>
    exitCode === undefined ? [] : [`${name} ended with ${exitCode}`],
  );
  const ends = codes.length === 0 ? '' : ` (${codes.join(', ')})`;
  return `task ${task}${of} is ${status}${wanted}${why}${ends}`;
}

function describeLine(
  line: JsonObject,
  said: string | undefined,
  [source, forwarded]: readonly (string | undefined)[],
): string {
  const process = textOf(line['process']) ?? 'container';
  if (said !== undefined) return `${process}: ${said}`;
  const [method, path, status] = ['method', 'path', 'status'].map((name) => line[name] ?? '');
  return `${process}: ${method} ${path} ${status} for ${forwarded || source || 'somebody'}`;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
