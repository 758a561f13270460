import { isoTime } from '../../analysis/iso-time';
import { messageOf } from '../../records/values/message-of';
import { boundedKey } from '../state/bounded-key';
import type { StateTable } from '../state/state-table';
import { type HealthMessage, healthNotification } from '../tell/health-notification';
import type { MessageContext } from '../tell/message-context';
import type { Notification } from '../tell/notification';
import type { Once } from '../tell/once';
import { cutText, plainText } from '../tell/plain-text';

export interface Subscribers {
  readonly confirmed: number;
  /** Endpoints that never answered the confirmation. */
  readonly pending: readonly string[];
}

/** Canary messages; they come again until they are forgotten. */
export interface Arrivals {
  readonly tokens: readonly string[];
  readonly forget: () => Promise<void>;
}

export interface ChainCheck {
  readonly topics: readonly string[];
  readonly logGroups: readonly string[];
  readonly subscribersOf: (topic: string) => Promise<Subscribers>;
  readonly hasRecords: (logGroup: string, from: number, until: number) => Promise<boolean>;
  /** Makes the harmless call. */
  readonly call: (token: string) => Promise<void>;
  /** The calls that came out as messages since the last look; a second look also finds what the first one lost. */
  readonly arrived: (isSecondLook?: boolean) => Promise<Arrivals>;
  readonly newToken: () => string;
  readonly state: StateTable;
  readonly once: Once;
  readonly publish: (notification: Notification) => Promise<void>;
  readonly context: MessageContext;
}

/** Something in the chain that is broken: what, and what to type. */
export interface Problem {
  readonly id: string;
  readonly what: string;
  readonly next: string;
}

interface CanaryItem {
  readonly token: string;
  readonly calledAt: number;
  /** A run that dies right before its call leaves it to the next one. */
  readonly isCalled: boolean;
  /** The call before was given up, in words: as long as none has come out, nothing is repaired. */
  readonly lost?: string;
}

/** Whether people believe the chain to be broken, and since when (epoch seconds). */
interface BrokenItem {
  readonly since: number;
  readonly isBroken: boolean;
  /** Problems that were told on that day. */
  readonly day: string;
  readonly told: readonly string[];
}

const BROKEN_KIND = 'chain';
const BROKEN_ITEM = 'broken';
const CANARY_KIND = 'canary';
const CANARY_ITEM = 'latest';
const KEPT_SECONDS = 7 * 86_400;
/** Delivery to the log group, the alarm's period, the message: fifteen minutes on a bad day. */
const CANARY_SECONDS = 45 * 60;
const SILENCE_SECONDS = 30 * 60;
/** The facts below it say each problem in full. */
const MOST_SUMMARY = 1_200;

/**
 * Looks whether a call still comes out as a message that somebody gets: subscribers, records, canary. A look that
 * fails is a problem as well.
 *
 * @param now epoch seconds
 */
export async function checkChain(check: ChainCheck, now: number): Promise<readonly Problem[]> {
  const looks = [
    ...check.topics.map((topic) => look(`topic ${topic}`, () => topicProblems(topic, check))),
    ...check.logGroups.map((group) => look(`log group ${group}`, () => silenceProblems(group, check, now))),
    look('canary', () => canaryProblems(check, now)),
  ];
  const problems = (await Promise.all(looks)).flat();
  await (problems.length > 0 ? tellBroken(problems, check, now) : tellRepaired(check, now));
  return problems;
}

async function look(id: string, action: () => Promise<readonly Problem[]>): Promise<readonly Problem[]> {
  try {
    return await action();
  } catch (error) {
    const what = `${id} could not be checked: ${plainText(messageOf(error))}`;
    return [{ id: `unchecked ${id}`, what, next: 'harborwatch doctor' }];
  }
}

async function topicProblems(
  topic: string,
  { subscribersOf, context }: ChainCheck,
): Promise<readonly Problem[]> {
  const { confirmed, pending } = await subscribersOf(topic);
  if (confirmed > 0) return [];
  const waiting =
    pending.length === 0 ? '' : `; waiting for confirmation by ${plainText(pending.join(', '), 600)}`;
  return [
    {
      id: `unread ${topic}`,
      what: `nobody gets what is published to ${topic}${waiting}`,
      next: `aws sns list-subscriptions-by-topic --topic-arn ${topic} --region ${context.region}`,
    },
  ];
}

async function silenceProblems(
  group: string,
  { hasRecords, context }: ChainCheck,
  now: number,
): Promise<readonly Problem[]> {
  if (await hasRecords(group, now - SILENCE_SECONDS, now)) return [];
  return [
    {
      id: `silent ${group}`,
      what: `no record in ${group} for ${SILENCE_SECONDS / 60} minutes`,
      next: `aws logs describe-log-streams --log-group-name ${group} --order-by LastEventTime --descending --limit 1 --region ${context.region}`,
    },
  ];
}

/** Calls again once the last call came out, or is given up. */
async function canaryProblems(check: ChainCheck, now: number): Promise<readonly Problem[]> {
  const { state, arrived, call, newToken } = check;
  const known = await state.get<CanaryItem>(CANARY_KIND, CANARY_ITEM);
  const last = known?.body;
  const isDue = last?.isCalled === true && now > last.calledAt + CANARY_SECONDS;
  const seen = await arrived();
  const { tokens, forget } = isDue && !seen.tokens.includes(last.token) ? await arrived(true) : seen;
  const hasArrived = last !== undefined && tokens.includes(last.token);
  const isOverdue = isDue && !hasArrived;
  const isWaiting = last?.isCalled === true && !hasArrived && !isOverdue;
  const lost = isOverdue
    ? (last.lost ?? `the call of ${isoTime(last.calledAt)} (${last.token})`)
    : last?.lost;
  if (!isWaiting) {
    const token = last?.isCalled === false && !hasArrived ? last.token : newToken();
    // Written down first: a call that nobody remembers would never be missed.
    const item: CanaryItem = {
      token,
      calledAt: now,
      isCalled: false,
      ...(!hasArrived && lost !== undefined && { lost }),
    };
    const version = known?.version ?? 0;
    if (await state.put(CANARY_KIND, CANARY_ITEM, item, version, now + KEPT_SECONDS)) {
      await call(token);
      await state.put(CANARY_KIND, CANARY_ITEM, { ...item, isCalled: true }, version + 1, now + KEPT_SECONDS);
    }
  }
  // Only now: whoever dies before finds what has arrived once more.
  await forget();
  if (hasArrived || lost === undefined) return [];
  return [
    {
      id: 'canary lost',
      what: `${lost} has not come out as a message, nor has any since: trail, filter, alarm, alarm-context or topic is broken`,
      next: 'harborwatch doctor',
    },
  ];
}

/** Each problem is told once a day; those that are new together, in one message. */
async function tellBroken(problems: readonly Problem[], check: ChainCheck, now: number): Promise<void> {
  const { state } = check;
  const known = await state.get<BrokenItem>(BROKEN_KIND, BROKEN_ITEM);
  const last = known?.body.isBroken === true ? known.body : undefined;
  const since = last?.since ?? now;
  const day = isoTime(now).slice(0, 10);
  const told = last?.day === day ? last.told : [];
  // Written down first, and again at each look, since it is forgotten otherwise: who was told that it is broken is
  // told that it is repaired.
  const item: BrokenItem = { since, isBroken: true, day, told };
  const version = known?.version ?? 0;
  await state.put(BROKEN_KIND, BROKEN_ITEM, item, version, now + KEPT_SECONDS);
  const fresh = problems.filter(({ id }) => !told.includes(id));
  const [first] = fresh;
  if (first === undefined) return;
  const ids = fresh.map(({ id }) => id).sort();
  await tell(check, {
    id: boundedKey(`chain/${isoTime(since)}/${day}/${ids.join('+')}`),
    state: 'START',
    severity: 'high',
    at: now,
    title: 'The monitoring itself is broken',
    summary: cutText(fresh.map(({ what }) => what).join('; '), MOST_SUMMARY),
    next: first.next,
    facts: fresh.map(({ id: label, what, next }) => ({ label, lines: [what, next] })),
    impact: 'Until it is repaired, alarms may not be raised or may reach nobody.',
  });
  const after: BrokenItem = { ...item, told: [...told, ...ids] };
  await state.put(BROKEN_KIND, BROKEN_ITEM, after, version + 1, now + KEPT_SECONDS);
}

async function tellRepaired(check: ChainCheck, now: number): Promise<void> {
  const { state } = check;
  const known = await state.get<BrokenItem>(BROKEN_KIND, BROKEN_ITEM);
  if (known?.body.isBroken !== true) return;
  const { since } = known.body;
  await tell(check, {
    id: `chain/${isoTime(since)}/repaired`,
    state: 'END',
    severity: 'low',
    at: now,
    title: 'The monitoring works again',
    summary: `everything that was found broken since ${isoTime(since)} is repaired`,
    next: 'harborwatch doctor',
    facts: [],
    impact: 'What happened in between may not have been told; a replay of the trail says what did.',
  });
  const item: BrokenItem = { ...known.body, isBroken: false };
  await state.put(BROKEN_KIND, BROKEN_ITEM, item, known.version, now + KEPT_SECONDS);
}

type ChainMessage = Omit<HealthMessage, 'thread'>;

async function tell({ once, publish, context }: ChainCheck, message: ChainMessage): Promise<void> {
  await once(message.id, async () => {
    await publish(healthNotification({ ...message, thread: 'chain' }, context));
    return { id: message.id };
  });
}
