import { isoTime } from '../../analysis/iso-time';
import { groupedIds } from '../../deployment/alarm-groups';
import { CANARY_ID, CANARY_PATTERN } from '../../deployment/canary';
import { boundedKey } from '../state/bounded-key';
import { withLock } from '../state/lock';
import { canaryMessage } from '../tell/canary-message';
import { plainShellWord } from '../tell/command-text';
import { healthNotification } from '../tell/health-notification';
import { plainText } from '../tell/plain-text';
import type { AlarmTeller } from './alarm-teller';
import { canaryTokens } from './canary-tokens';
import { earlyId } from './early-item';
import { detectionsFor, type EarlyRecord, earlyRecordIn } from './early-record';
import { imageFinding } from './image-finding';
import { type AlarmMessage, alarmsIn } from './parse-alarm';
import { rememberAlarm, rememberEarly } from './remember-alarm';
import { tellAlarms } from './tell-alarms';

export interface AlarmTaker extends AlarmTeller {
  /** Put before the detection's id in the names of alarms. */
  readonly alarmPrefix: string;
  /** Names this run. */
  readonly run: string;
  /**
   * Principals whose records ahead of an alarm have no more room, by `earlyId`, and until when nobody need ask again
   * (epoch seconds): of a flood, most events then cost no call at all.
   */
  readonly full: Map<string, number>;
}

export interface Taken {
  readonly alarms: number;
  readonly messages: number;
  /** Somebody else is telling; what this run wrote down is told by them, or at the next tick. */
  readonly isLeftToOthers: boolean;
}

/**
 * Writes the alarms of the event down, or the record that came before its alarm, then tells what was not told yet,
 * if nobody else is at it. An alarm that is not of the catalogue is passed on as it is.
 */
export async function takeAlarms(event: unknown, taker: AlarmTaker): Promise<Taken> {
  const messages = alarmsIn(event);
  const failures: unknown[] = [];
  let published = 0;
  for (const message of messages) {
    try {
      published += await takeAlarm(message, taker);
    } catch (error) {
      failures.push(error);
    }
  }
  const image = imageFinding(event, taker.context, taker.now());
  if (image !== undefined) {
    await taker.once(image.id, async () => {
      await taker.publish(image);
      return { id: image.id };
    });
    return { alarms: 0, messages: 1, isLeftToOthers: false };
  }
  const early = earlyRecordIn(event);
  const isTaken = early === undefined || (await takeEarly(early, taker));
  // EventBridge lets more through than the patterns do; its rules cannot say everything that they say.
  if (!isTaken) return { alarms: 0, messages: 0, isLeftToOthers: false };
  const told = await withLock(
    taker.state,
    'alarm-context',
    taker.run,
    () => taker.now() * 1000,
    taker.until,
    () => tellAlarms(taker),
  );
  if (failures.length > 0) throw failures[0];
  return { alarms: messages.length, messages: published + (told ?? 0), isLeftToOthers: told === undefined };
}

async function takeAlarm(message: AlarmMessage, taker: AlarmTaker): Promise<number> {
  const detection = message.name.startsWith(taker.alarmPrefix)
    ? message.name.slice(taker.alarmPrefix.length)
    : message.name;
  if (detection === CANARY_ID) return await answerCanary(message, taker);
  const members = groupedIds(detection, message.description).filter((id) => taker.detections.has(id));
  if (members.length > 0) {
    for (const id of members) await rememberAlarm(taker.state, id, message, detection);
    return 0;
  }
  if (!taker.detections.has(detection)) return await passOn(message, taker);
  await rememberAlarm(taker.state, detection, message);
  return 0;
}

/** Writes a record down that came before its alarm; false when there is nothing to tell, or no room for it. */
async function takeEarly(early: EarlyRecord, { state, detections, full, now }: AlarmTaker): Promise<boolean> {
  let isTaken = false;
  for (const { id } of detectionsFor(early, detections)) {
    const key = earlyId(id, early);
    if (now() < (full.get(key) ?? 0)) continue;
    full.delete(key);
    if (await rememberEarly(state, id, early, Math.floor(now()))) isTaken = true;
    else if (full.size < MOST_FULL) full.set(key, now() + FULL_SECONDS);
  }
  return isTaken;
}

const FULL_SECONDS = 20;
const MOST_FULL = 1_000;

/** A canary's alarm: its message says which calls it is about, for the chain check and no person to read. */
async function answerCanary({ state, at }: AlarmMessage, taker: AlarmTaker): Promise<number> {
  if (state !== 'ALARM') return 0;
  const window = { from: at - CANARY_LOOKBACK_SECONDS, until: Math.floor(taker.now()) };
  const { records } = await taker.fetch(CANARY_PATTERN, window, {});
  const tokens = canaryTokens(records.map(({ record }) => record));
  const id = `${CANARY_ID}/${isoTime(at)}`;
  await taker.once(id, async () => {
    await taker.publish(canaryMessage(id, at, tokens));
    return { id };
  });
  return 1;
}

const CANARY_LOOKBACK_SECONDS = 3_600;

/** An alarm that the catalogue does not know, such as one on the pipeline itself. */
async function passOn({ name, state, at, reason }: AlarmMessage, taker: AlarmTaker): Promise<number> {
  const id = boundedKey(`${name}/${state}/${isoTime(at)}`);
  let published = 0;
  const notification = healthNotification(
    {
      id,
      thread: boundedKey(`alarm/${name}`),
      state: state === 'ALARM' ? 'START' : 'END',
      severity: state === 'ALARM' ? 'high' : 'low',
      at,
      title: `Alarm ${plainText(name, 200)} is ${state}`,
      summary: plainText(reason),
      next: `aws cloudwatch describe-alarm-history --alarm-name ${plainShellWord(name)} --region ${taker.context.region}`,
      facts: [{ label: 'When', lines: [isoTime(at)] }],
      impact: '',
    },
    taker.context,
  );
  await taker.once(id, async () => {
    await taker.publish(notification);
    published += 1;
    return { id };
  });
  return published;
}
