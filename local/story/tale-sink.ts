import { toCause } from '../../analysis/cause';
import type { CloudTrailRecord, JsonObject, JsonValue } from '../../records/cloudtrail-record';
import type { FlowLogRow } from '../../records/flow-log-row';
import type { LogSink, Place } from '../reading/log-sink';
import { SeenRecords } from '../reading/seen-records';
import { containerLineOf } from './container-line';
import { keyOf, type Subject } from './subject';
import { callersOf, namedBy } from './subjects-of-call';
import type { TaleEntry, TaleKind } from './tale';

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
  readonly #facts = new Set<string>();
  #notKept = 0;

  constructor(names: SubjectNames) {
    this.#names = names;
    const tasks = [...names.tasks].map((name) => keyOf({ kind: 'task', name, account: undefined }));
    const addresses = [...names.addresses].map((name) =>
      keyOf({ kind: 'address', name, account: undefined }),
    );
    this.#keys = new Set([keyOf(names.subject), ...tasks, ...addresses]);
  }

  cloudTrail(record: CloudTrailRecord, _text: string, place: Place): undefined {
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
    this.#learn(record, identity);
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
    return [...this.#facts];
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

  /** What a task is: who started it, from what, with which roles it calls. */
  #learn(record: CloudTrailRecord, identity: string): void {
    const { subject, tasks } = this.#names;
    const { eventName, requestParameters, userIdentity, errorCode } = record;
    if (subject.kind !== 'task' || errorCode !== undefined) return;
    const [, role, session = ''] = /:assumed-role\/([^/]+)\/(.+)$/.exec(userIdentity?.arn ?? '') ?? [];
    const isItself = tasks.has(session);
    if (isItself) this.#facts.add(`calls with role ${role}`);
    const image = textOf(requestParameters?.['repositoryName']);
    if (isItself && eventName === 'BatchGetImage' && image !== undefined) {
      this.#facts.add(`its image is from repository ${image}`);
    }
    if (eventName === 'ExecuteCommand') this.#facts.add(`a shell was opened in it by ${identity}`);
    if (eventName !== 'RunTask' && eventName !== 'StartTask') return;
    const definition = textOf(requestParameters?.['taskDefinition'])?.split('/').at(-1);
    this.#facts.add(
      `started by ${identity}${definition === undefined ? '' : ` from task definition ${definition}`}`,
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
