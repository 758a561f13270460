import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { RECENT_PAIRS, recentSlot } from '../connections/flow-pair';
import { type Places, placesOf } from '../connections/places';
import type { SshPolicy } from '../policy';
import { FLOW_THRESHOLDS } from '../thresholds';
import { addOpening, type Contact, type Habit, type Owner } from './contact';
import { networkOf } from './network-of';
import { nothingSent, ownerKeyOf, readSent, type SentByTask } from './sent-by-task';
import { type Span, stretch } from './span';
import { UploadLedger } from './upload-ledger';

/** Some 500 bytes each with their openings. */
const MOST_CONTACTS = 30_000;
/** Some 150 bytes each. */
const MOST_HABITS = 60_000;
const MOST_TASKS = 20_000;
/** The fewest that `task-beacon` can be set to. */
const FEWEST_BEATS = FLOW_THRESHOLDS['task-beacon'].connections.least;

/**
 * What tasks are used to: whom each reaches, when, and how much it sends them. Unlike the slices of `SshActivity`, which live
 * a day, this is kept for as long as logs go on, since what is new can only be told from what was there before. Bounded,
 * and what had no room is counted. A record that is seen twice counts once, in whatever order records come.
 */
export class TaskHabits {
  readonly owners = new Map<string, Owner>();
  /** Key: task, target, port and protocol. */
  readonly contacts = new Map<string, Contact>();
  readonly habits = new Map<string, Habit>();
  readonly uploads = new UploadLedger();
  /** The service behind an address inside, by the last time it was seen there. */
  readonly services = new Map<string, { service: string; at: number }>();
  /** Contacts that went to make room, and new ones of services for which there was none. */
  readonly left = { contacts: 0, habits: 0 };
  #tasks = 0;
  readonly #recent = new Array<Contact | undefined>(RECENT_PAIRS).fill(undefined);
  /** What the record at hand says. */
  readonly #sent = nothingSent();
  readonly #isSshPort: (port: number) => boolean;

  readonly #places: Places;

  constructor(isSshPort: (port: number) => boolean, places: Places = placesOf({})) {
    this.#isSshPort = isSshPort;
    this.#places = places;
  }

  static of(policy: Pick<SshPolicy, 'sshPorts' | 'insideCidrs'>): TaskHabits {
    const ports = new Set(policy.sshPorts);
    return new TaskHabits((port) => ports.has(port), placesOf(policy));
  }

  /** An empty one with the same ports. */
  another(): TaskHabits {
    return new TaskHabits(this.#isSshPort, this.#places);
  }

  /** Takes in what a task sent, where it opens a connection or uploads; other records are passed by. */
  add(record: FlowRecord): void {
    const sent = this.#sent;
    if (!readSent(record, this.#isSshPort, sent)) return;
    if (sent.service !== undefined) this.#learnAddress(sent.source, sent.service, sent.at);
    if (!sent.opens && !sent.uploads) return;
    const contact = this.#contactOf(sent);
    if (sent.opens) addOpening(contact, { at: sent.at, clientPort: sent.clientPort, bytes: sent.bytes });
    if (sent.uploads && !contact.isInside) this.uploads.add(contact.owner, sent);
  }

  /** True where contacts should make room: whoever holds this calls `makeRoom`. */
  get isFull(): boolean {
    return this.contacts.size > MOST_CONTACTS;
  }

  /**
   * Lets the half of the contacts go that were seen longest ago; what a service is used to stays.
   *
   * @param judgeFirst called before any goes that a rule could still tell of
   */
  makeRoom(judgeFirst: () => void): void {
    const byAge = [...this.contacts].sort(([, one], [, other]) => one.last - other.last);
    const going = byAge.slice(0, byAge.length >> 1);
    if (going.some(([, { isInside, openings }]) => isInside || openings.length >= FEWEST_BEATS)) judgeFirst();
    for (const [key] of going) this.contacts.delete(key);
    this.left.contacts += going.length;
    this.#recent.fill(undefined);
  }

  /** Takes over what another has seen. */
  absorb(other: TaskHabits): void {
    for (const { key, name, cluster, first, last, tasks } of other.owners.values()) {
      const owner = this.#owner(key, name, cluster, first);
      stretch(owner, last);
      for (const [task, span] of tasks) {
        const ours = this.#task(owner, task, span.first);
        if (ours !== undefined) stretch(ours, span.last);
      }
    }
    const ours = ({ key, name, cluster, first }: Owner) => this.#owner(key, name, cluster, first);
    for (const { owner, place, port, protocol, first, last } of other.habits.values()) {
      const habit = this.#habit(ours(owner), place, port, protocol, first);
      if (habit !== undefined) stretch(habit, last);
    }
    for (const theirs of other.contacts.values()) {
      const { owner, task, source, target, port, protocol, first, last } = theirs;
      const { name: service, cluster } = owner;
      const contact = this.#contactOf({
        ...{ task, source, target, port, protocol, service, cluster, at: first, clientPort: 0, bytes: 0 },
        ...{ opens: true, uploads: false },
      });
      stretch(contact, last);
      contact.isMore ||= theirs.isMore;
      for (const opening of theirs.openings) addOpening(contact, opening);
    }
    this.uploads.absorb(other.uploads, ours);
    for (const [address, { service, at }] of other.services) this.#learnAddress(address, service, at);
    this.left.contacts = Math.max(this.left.contacts, other.left.contacts);
    this.left.habits = Math.max(this.left.habits, other.left.habits);
  }

  #contactOf(sent: SentByTask): Contact {
    const { task, source, target, port, protocol, at } = sent;
    const slot = recentSlot(source, target);
    let contact = this.#recent[slot];
    if (
      contact?.task !== task ||
      contact.target !== target ||
      contact.port !== port ||
      contact.protocol !== protocol
    ) {
      const key = `${task} ${target} ${port} ${protocol}`;
      contact = this.contacts.get(key);
      if (contact === undefined) {
        contact = this.#newContact(sent);
        this.contacts.set(key, contact);
      }
      this.#recent[slot] = contact;
    }
    stretch(contact.owner, at);
    if (contact.ofTask !== undefined) stretch(contact.ofTask, at);
    if (contact.habit !== undefined) stretch(contact.habit, at);
    return contact;
  }

  #newContact(sent: SentByTask): Contact {
    const { service, task, cluster, source, target, port, protocol, at } = sent;
    const isInside = !this.#places.isPublic(target);
    const owner = this.#owner(ownerKeyOf(sent), service ?? task, cluster, at);
    const ofTask = this.#task(owner, task, at);
    const habit = this.#habit(owner, isInside ? target : networkOf(target), port, protocol, at);
    return {
      ...{ owner, ofTask, habit, task, source, target, port, protocol, isInside },
      ...{ first: at, last: at, openings: [], isMore: false },
    };
  }

  #owner(key: string, name: string, cluster: string | undefined, at: number): Owner {
    const known = this.owners.get(key);
    if (known !== undefined) {
      stretch(known, at);
      return known;
    }
    const owner: Owner = { key, name, cluster, first: at, last: at, tasks: new Map() };
    this.owners.set(key, owner);
    return owner;
  }

  #task({ tasks }: Owner, task: string, at: number): Span | undefined {
    const known = tasks.get(task);
    if (known !== undefined) {
      stretch(known, at);
      return known;
    }
    if (this.#tasks >= MOST_TASKS) return undefined;
    const span = { first: at, last: at };
    tasks.set(task, span);
    this.#tasks += 1;
    return span;
  }

  #habit(owner: Owner, place: string, port: number, protocol: number, at: number): Habit | undefined {
    const key = `${owner.key} ${place} ${port} ${protocol}`;
    const known = this.habits.get(key);
    if (known !== undefined) {
      stretch(known, at);
      return known;
    }
    if (this.habits.size >= MOST_HABITS) {
      this.left.habits += 1;
      return undefined;
    }
    const habit: Habit = { owner, place, port, protocol, first: at, last: at };
    this.habits.set(key, habit);
    return habit;
  }

  #learnAddress(address: string, service: string, at: number): void {
    const known = this.services.get(address);
    if (known === undefined) {
      if (this.services.size < MOST_TASKS) this.services.set(address, { service, at });
    } else if (known.at < at || (known.at === at && known.service > service)) {
      known.service = service;
      known.at = at;
    }
  }
}
