import { counted } from '../../counted';
import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import type { SshActivity } from '../activity';
import { cidrMatcher } from '../connections/addresses';
import { hasBeside, withBeside } from '../context/beside';
import type { Contact, Owner } from '../habits/contact';
import { subnetOf } from '../habits/network-of';
import { releasedWith } from '../habits/released-with';
import { describeContact, evidenceOfTask } from '../habits/task-evidence';
import type { SshPolicy } from '../policy';
import { distinct, listed } from '../stories/attempt-facts';
import { findEpisodes } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';
import { FLOW_WINDOWS } from '../windows';

/** Several in a row: somebody who looks for the next host does not wait for a day. */
const WINDOW_SECONDS = FLOW_WINDOWS['task-spread'];
const HOUR = 3_600;
/** For so long after its first contact a place is new. */
const NEW_SECONDS = 24 * HOUR;
const QUIET_SECONDS = quietSeconds('task-spread');

/**
 * A task reaches, one after the other, addresses inside that its service never reached: other services, or other subnets and
 * ports. A place is a service where the flow log names it, since addresses change with every release; else a subnet. Silent
 * for places that most other tasks of the service reach as well (a release), and where all of it is one service's tasks,
 * unless a shell or a new image stands beside. Low; one severity worse for each of these.
 */
export function taskSpread(activity: SshActivity, policy: SshPolicy): Finding[] {
  const { targets, hoursLearned } = thresholdsOf(policy, 'task-spread');
  const isTrusted = cidrMatcher(policy.trustedCidrs);
  const { habits } = activity;
  if (habits === undefined) return [];
  const inside = [...habits.contacts.values()].filter(
    ({ isInside, target, source }) => isInside && !isTrusted(target) && !isTrusted(source),
  );
  const findings: Finding[] = [];
  for (const contacts of groupBy(inside, (contact) => contact.owner.key).values()) {
    const { owner } = contacts[0] as Contact;
    const firsts = firstByPlace(owner, activity);
    const byPlace = groupBy(contacts, (contact) => placeOf(contact, activity));
    const isNew = (contact: Contact) => {
      const place = placeOf(contact, activity);
      const first = firsts.get(place) ?? contact.first;
      return contact.first - first <= NEW_SECONDS && !isOfMostTasks(byPlace.get(place) ?? [], contact);
    };
    for (const [task, ofTask] of groupBy(contacts, (contact) => contact.task)) {
      const fresh = ofTask.filter(isNew).sort((one, other) => one.first - other.first);
      const sightings = fresh.map((of) => ({ at: of.first, key: of.target, of }));
      const doers = { name: owner.name, tasks: [task] };
      for (const episode of findEpisodes(sightings, WINDOW_SECONDS, targets, QUIET_SECONDS)) {
        const reached = episode.sightings.map(({ of }) => of);
        const [first] = reached as [Contact, ...Contact[]];
        const places = distinct(reached.map((contact) => namedPlace(contact, activity)));
        const isLearned = first.first - owner.first >= hoursLearned * HOUR;
        const last = reached.reduce((latest, contact) => Math.max(latest, contact.first), 0);
        if ((!isLearned || places.length < 2) && !hasBeside(first.first, last, doers, activity)) continue;
        findings.push(told(reached, { places, last, reachedAt: episode.reachedAt, doers }, activity));
      }
    }
  }
  return findings;
}

interface Claim {
  readonly places: readonly string[];
  readonly last: number;
  readonly reachedAt: number;
  readonly doers: { readonly name: string; readonly tasks: readonly string[] };
}

function told(
  reached: readonly Contact[],
  { places, last, reachedAt, doers }: Claim,
  activity: SshActivity,
): Finding {
  const [first] = reached as [Contact, ...Contact[]];
  const targets = distinct(reached.map(({ target }) => target));
  const ports = distinct(reached.map(({ port }) => port));
  const facts = {
    detection: 'task-spread',
    severity: 'low',
    confidence: places.length >= 3 ? 0.6 : 0.4,
    source: first.source,
    targets: targets.slice(0, 100),
    ports: ports.slice(0, 100),
    times: reached.map((contact) => contact.first),
    reachedAt,
    lastSeen: last,
    quietSeconds: QUIET_SECONDS,
    until: activity.until,
    summary: `task of ${doers.name} (${first.source}) reached ${counted(targets.length, 'address', 'addresses')} inside that its service never reached, on port ${ports.slice(0, 5).join(', ')}: ${listed(places).slice(0, 5).join(', ')}`,
    evidence: {
      ...evidenceOfTask(first),
      attempts: reached.length,
      targetCount: targets.length,
      portCount: ports.length,
      places: listed(places),
      records: reached
        .slice(0, 3)
        .map((contact) => `${contact.source} ${describeContact(contact)} ${contact.first}`),
    },
  } as const;
  return tellStory(withBeside(facts, doers, activity));
}

/** When a service first reached each place, by whichever task. */
function firstByPlace(owner: Owner, activity: SshActivity): ReadonlyMap<string, number> {
  const firsts = new Map<string, number>();
  for (const habit of activity.habits?.habits.values() ?? []) {
    if (habit.owner !== owner || habit.place.includes('/')) continue;
    const place = placeOf({ ...habit, target: habit.place }, activity);
    firsts.set(place, Math.min(firsts.get(place) ?? Number.POSITIVE_INFINITY, habit.first));
  }
  return firsts;
}

type Reached = Pick<Contact, 'target' | 'port' | 'protocol'>;

function placeOf(contact: Reached, activity: SshActivity): string {
  return `${namedPlace(contact, activity)} ${contact.port} ${contact.protocol}`;
}

function namedPlace({ target }: Reached, { habits }: SshActivity): string {
  return habits?.services.get(target)?.service ?? subnetOf(target);
}

/** Do at least half of the other tasks that the service had meanwhile, or that came up with this one, reach the same place? */
function isOfMostTasks(contacts: readonly Contact[], contact: Contact): boolean {
  const { owner, task, first } = contact;
  const doers = new Set(contacts.map((each) => each.task));
  const meanwhile = [...owner.tasks]
    .filter(([id, span]) => id !== task && span.first <= first + NEW_SECONDS && span.last >= first)
    .map(([id]) => id);
  return [meanwhile, releasedWith(contact)].some(
    (others) => others.length > 0 && others.filter((id) => doers.has(id)).length * 2 >= others.length,
  );
}
