import { counted } from '../../counted';
import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import type { SshActivity } from '../activity';
import { cidrMatcher } from '../connections/addresses';
import { hasBeside, withBeside } from '../context/beside';
import { type Rhythm, rhythmOfTimes } from '../habits/beacon-rhythm';
import { type Contact, connectionStarts, type Habit, type Opening } from '../habits/contact';
import { releasedWith } from '../habits/released-with';
import { describeContact, evidenceOfTask, openingRecords } from '../habits/task-evidence';
import type { SshPolicy } from '../policy';
import { medianOf } from '../stories/attempt-facts';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';

/**
 * Intervals that spread less than this around their median are a rhythm: a sleep that varies by half either way has 0.25,
 * arrivals at random 0.69 (`beacon-rhythm.ts`).
 */
const MOST_SPREAD = 0.3;
/** A clock; what is less even takes twice as many connections to be told from chance. */
const CLOCK_SPREAD = 0.1;
/** Quicker than this is a client at work, slower nobody waits for commands. */
const INTERVAL_SECONDS = { least: 5, most: 12 * 3_600 };
/** A job that makes ten calls every hour has an interval within its bursts; a beacon has one all the time. */
const FILLED_SHARE = 0.5;
/** Retries and pairs of connections are one sign of life. */
const TOGETHER_SECONDS = 2;
/** A sign of life with its TLS handshake has some two kilobytes; transfers have more. */
const MOST_BYTES = 16_384;
/** How many addresses the finding lists. */
const MOST_TARGETS = 100;
const HOUR = 3_600;

/**
 * A task opens small connections to one address on the internet, or to several of one network in turn, at even intervals, and its service never used that network
 * on that port in the hours before. Silent where other services reach the same network too (metrics, logs, an agent), and
 * where all tasks of the service do it (a release with a new dependency), unless a shell or a new image stands beside it.
 * Low; one severity worse for each of these.
 */
export function taskBeacon(activity: SshActivity, policy: SshPolicy): Finding[] {
  const { connections, hoursLearned } = thresholdsOf(policy, 'task-beacon');
  const { habits } = activity;
  if (habits === undefined) return [];
  const isTrusted = cidrMatcher(policy.trustedCidrs);
  const usersOf = groupBy([...habits.habits.values()], placeKey);
  const byHabit = groupBy(
    [...habits.contacts.values()].filter(({ isInside }) => !isInside),
    ({ owner, habit }) => (habit === undefined ? '' : `${owner.key} ${placeKey(habit)}`),
  );
  const findings: Finding[] = [];
  for (const contacts of byHabit.values()) {
    const strange = contacts.filter(({ habit, target }) => habit !== undefined && !isTrusted(target));
    for (const { contact, targets, beats, rhythm } of rhythmsAmong(strange, connections)) {
      const { habit } = contact;
      if (habit === undefined) continue;
      const doers = { name: contact.owner.name, tasks: [contact.task] };
      const isNew = habit.first - contact.owner.first >= hoursLearned * HOUR;
      const isShared = (usersOf.get(placeKey(habit)) ?? []).length > 1 || isOfAllTasks(contacts, contact);
      if ((!isNew || isShared) && !hasBeside(contact.first, contact.last, doers, activity)) continue;
      findings.push(told(activity, { contact, targets, beats, rhythm }, doers));
    }
  }
  return findings;
}

/** What a task does by the clock. */
interface Beacon {
  readonly contact: Contact;
  readonly targets: readonly string[];
  readonly beats: readonly Opening[];
  readonly rhythm: Rhythm;
}

/**
 * Contacts of one service with one network that follow a rhythm: those of a task together, since a name that resolves to
 * several addresses shares its calls out among them; or else each by itself.
 */
function rhythmsAmong(contacts: readonly Contact[], fewest: number): readonly Beacon[] {
  const beaconIn = (contact: Contact, targets: readonly string[]): Beacon[] => {
    if (contact.openings.length < fewest) return [];
    const beats = oncePerBeat(connectionStarts(contact));
    const rhythm = rhythmOfTimes(beats.map(({ at }) => at));
    if (rhythm === undefined || !isBeacon(rhythm, beats, fewest)) return [];
    return [{ contact, targets, beats, rhythm }];
  };
  return [...groupBy(contacts, ({ task }) => task).values()].flatMap((ofTask) => {
    const byFirst = ofTask.toSorted(
      (one, other) => one.first - other.first || (one.target < other.target ? -1 : 1),
    );
    const targets = byFirst.map(({ target }) => target);
    const together = targets.length < 2 ? [] : beaconIn(joined(byFirst), targets);
    return together.length > 0 ? together : byFirst.flatMap((contact) => beaconIn(contact, [contact.target]));
  });
}

/** Contacts of one task as one, with the first one's address; at least one, by when they began. */
function joined(contacts: readonly Contact[]): Contact {
  const [first] = contacts as [Contact, ...Contact[]];
  // Since when the openings of all of them are kept.
  const from = Math.max(0, ...contacts.map(({ isMore, openings }) => (isMore ? (openings[0]?.at ?? 0) : 0)));
  return {
    ...first,
    last: Math.max(...contacts.map(({ last }) => last)),
    openings: contacts
      .flatMap(({ openings }) => openings.filter(({ at }) => at >= from))
      .sort((one, other) => one.at - other.at || one.clientPort - other.clientPort),
    isMore: contacts.some(({ isMore }) => isMore),
  };
}

function told(
  activity: SshActivity,
  { contact, targets, beats, rhythm: { medianInterval, spread } }: Beacon,
  doers: { name: string; tasks: readonly string[] },
): Finding {
  const { first, last, source, port, isMore } = contact;
  const bytes = medianOf(beats.map((beat) => beat.bytes)) ?? 0;
  const number = `${isMore ? 'at least ' : ''}${beats.length}`;
  const facts = {
    detection: 'task-beacon',
    severity: 'low',
    confidence: spread <= CLOCK_SPREAD ? 0.6 : 0.5,
    source,
    targets: targets.slice(0, MOST_TARGETS),
    ports: [port],
    times: [first, ...beats.map(({ at }) => at).filter((at) => at > first)],
    reachedAt: beats[Math.min(beats.length, 16) - 1]?.at ?? last,
    lastSeen: last,
    quietSeconds: quietSeconds('task-beacon'),
    until: activity.until,
    summary: `task of ${doers.name} (${source}) opened ${number} connections to ${describeContact(contact)}${targets.length > 1 ? ` and ${counted(targets.length - 1, 'other address', 'other addresses')} of its network` : ''}, one every ${Math.round(medianInterval)} s, which its service had not reached before`,
    evidence: {
      ...evidenceOfTask(contact),
      attempts: beats.length,
      medianIntervalSeconds: medianInterval,
      intervalSpread: Math.round(spread * 1000) / 1000,
      medianBytes: bytes,
      watchedHoursBefore: Math.floor((first - contact.owner.first) / HOUR),
      records: openingRecords(contact, beats),
    },
  } as const;
  return tellStory(withBeside(facts, doers, activity));
}

function isBeacon({ medianInterval, spread }: Rhythm, beats: readonly Opening[], fewest: number): boolean {
  if (medianInterval < INTERVAL_SECONDS.least || medianInterval > INTERVAL_SECONDS.most) return false;
  const span = (beats.at(-1)?.at ?? 0) - (beats[0]?.at ?? 0);
  if (medianInterval * (beats.length - 1) < span * FILLED_SHARE) return false;
  if (spread > MOST_SPREAD || beats.length < (spread <= CLOCK_SPREAD ? fewest : 2 * fewest)) return false;
  return (medianOf(beats.map(({ bytes }) => bytes)) ?? 0) <= MOST_BYTES;
}

function oncePerBeat(openings: readonly Opening[]): readonly Opening[] {
  let last = Number.NEGATIVE_INFINITY;
  return openings.filter(({ at }) => {
    const isOwn = at - last > TOGETHER_SECONDS;
    if (isOwn) last = at;
    return isOwn;
  });
}

function placeKey({ place, port, protocol }: Habit): string {
  return `${place} ${port} ${protocol}`;
}

/** Do all tasks that the service had meanwhile, or all that came up with this one, reach the same place, and are there several? */
function isOfAllTasks(contacts: readonly Contact[], contact: Contact): boolean {
  const { owner, first, last } = contact;
  const doers = new Set(contacts.map(({ task }) => task));
  const released = releasedWith(contact);
  if (released.length > 0 && released.every((task) => doers.has(task))) return true;
  const meanwhile = [...owner.tasks].filter(([, span]) => span.first <= last && span.last >= first);
  return meanwhile.length > 1 && meanwhile.every(([task]) => doers.has(task));
}
