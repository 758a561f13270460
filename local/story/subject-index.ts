import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { TaskEvent } from '../../records/containers/task-event';
import type { FlowLogRow } from '../../records/flow-logs/flow-log-row';
import type { LogSink } from '../reading/log-sink';
import { containerLineOf } from './container-line';
import { keyOf, type Subject } from './subject';
import { callersOf, namedBy, subjectsOfArn } from './subjects-of-call';

/** Whoever writes logs can name any number of things: what is named after that is counted. */
const MOST_SUBJECTS = 200_000;

/** Learns from all records who and what there is, and which address was whose. */
export class SubjectIndex implements LogSink {
  readonly #subjects = new Map<string, Subject>();
  readonly #addresses = new Map<string, Set<string>>();
  #left = 0;

  cloudTrail(record: CloudTrailRecord): undefined {
    for (const subject of callersOf(record)) this.#add(subject);
    for (const subject of namedBy(record)) this.#add(subject);
  }

  flow(record: FlowLogRow): undefined {
    const { srcaddr, dstaddr, pktSrcaddr, pktDstaddr, ecsTaskId, ecsServiceName, flowDirection } = record;
    for (const address of [srcaddr, dstaddr, pktSrcaddr, pktDstaddr]) this.#name('address', address);
    this.#name('service', ecsServiceName);
    this.#name('task', ecsTaskId);
    const own = flowDirection === 'egress' ? srcaddr : flowDirection === 'ingress' ? dstaddr : undefined;
    if (ecsTaskId !== undefined && own !== undefined) this.#link(ecsTaskId, own);
  }

  /** A flow may name its task in one format only. */
  fullerFlow(record: FlowLogRow): void {
    this.flow(record);
  }

  containerLine(read: string): undefined {
    const line = containerLineOf(read);
    if (line === undefined) return;
    this.#name('task', text(line['ecs_task_id']));
    this.#name('service', text(line['ecs_service_name']));
    this.#name('address', text(line['source_ip']));
    this.#name('address', text(line['forwarded_for']));
  }

  taskEvent({ task, service, addresses }: TaskEvent): undefined {
    this.#name('task', task);
    this.#name('service', service);
    for (const address of addresses) {
      this.#name('address', address);
      this.#link(task, address);
    }
  }

  /** The addresses of a task. */
  addressesOf(task: string): readonly string[] {
    return [...(this.#addresses.get(task) ?? [])];
  }

  /** The tasks that had an address. */
  tasksAt(address: string): readonly string[] {
    return [...this.#addresses].filter(([, own]) => own.has(address)).map(([task]) => task);
  }

  /** How many subjects came after the index was full. */
  get left(): number {
    return this.#left;
  }

  /**
   * Who is meant: by a name, an ARN, what messages call it (`user mallory`, `role ops (anna)`), by the name of a session that
   * nobody else has, or by the beginning of a task's id, of at least six characters. Several where it may be more than one.
   */
  find(who: string): readonly Subject[] {
    const ofArn = who.startsWith('arn:') ? subjectsOfArn(who).map(keyOf) : [];
    const named = [...this.#subjects].filter(([key]) => ofArn.includes(key)).map(([, subject]) => subject);
    // The session of a task is the task's, and that of a person theirs; the role is somebody else's, too.
    const tasks = named.filter(({ kind }) => kind === 'task');
    const sessions = named.filter(({ kind }) => kind === 'session');
    if (named.length > 0) return [tasks, sessions].find(({ length }) => length > 0) ?? named;
    const all = [...this.#subjects.values()];
    const same = all.filter(({ kind, name }) => name === who || `${kind} ${name}` === who);
    if (same.length > 0) return same;
    const [, role = '', own = ''] = /^role (\S+) \((.+)\)$/s.exec(who) ?? [];
    const called = all.filter(
      ({ kind, name }) => kind === 'session' && (name === `${role}/${own}` || name.endsWith(`/${who}`)),
    );
    if (called.length > 0 || who.length < 6) return called;
    return all.filter(({ kind, name }) => kind === 'task' && name.startsWith(who));
  }

  /** Names for whoever asked in vain, some of each kind. */
  examples(most: number): readonly Subject[] {
    const perKind = new Map<string, Subject[]>();
    for (const subject of this.#subjects.values()) {
      const known = perKind.get(subject.kind);
      if (known === undefined) perKind.set(subject.kind, [subject]);
      else if (known.length < most) known.push(subject);
    }
    return [...perKind.values()].flat();
  }

  #name(kind: Subject['kind'], name: string | undefined): void {
    if (name !== undefined && name !== '' && name !== '-') this.#add({ kind, name, account: undefined });
  }

  #add(subject: Subject): void {
    const key = keyOf(subject);
    if (this.#subjects.has(key)) return;
    if (this.#subjects.size >= MOST_SUBJECTS) this.#left += 1;
    else this.#subjects.set(key, subject);
  }

  #link(task: string, address: string): void {
    const known = this.#addresses.get(task);
    if (known !== undefined) known.add(address);
    else if (this.#addresses.size < MOST_SUBJECTS) this.#addresses.set(task, new Set([address]));
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
