import { isoTime } from '../../analysis/iso-time';
import { CANARY_ID, CANARY_PATTERN, canaryToken } from '../../deployment/canary';
import { withLock } from '../state/lock';
import type { Notification } from '../tell/notification';
import { plainText } from '../tell/plain-text';
import { detectionsFor, earlyRecordIn } from './early-record';
import { type AlarmMessage, alarmsIn } from './parse-alarm';
import { rememberAlarm, rememberEarly } from './remember-alarm';
import { type AlarmTeller, tellAlarms } from './tell-alarms';

export interface AlarmTaker extends AlarmTeller {
  /** Put before the detection's id in the names of alarms. */
  readonly alarmPrefix: string;
  /** Names this run. */
  readonly run: string;
  /** When this run is stopped, epoch milliseconds. */
  readonly until: number;
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
  let published = 0;
  for (const message of messages) {
    const detection = message.name.startsWith(taker.alarmPrefix)
      ? message.name.slice(taker.alarmPrefix.length)
      : message.name;
    if (detection === CANARY_ID) published += await answerCanary(message, taker);
    else if (taker.detections.has(detection)) await rememberAlarm(taker.state, detection, message);
    else published += await passOn(message, taker);
  }
  const early = earlyRecordIn(event);
  if (early !== undefined) {
    const matching = detectionsFor(early, taker.detections);
    // EventBridge lets more through than the patterns do; its rules cannot say everything that they say.
    if (matching.length === 0) return { alarms: 0, messages: 0, isLeftToOthers: false };
    for (const { id } of matching) await rememberEarly(taker.state, id, early, Math.floor(taker.now()));
  }
  const told = await withLock(
    taker.state,
    'alarm-context',
    taker.run,
    () => taker.now() * 1000,
    taker.until,
    () => tellAlarms(taker),
  );
  return { alarms: messages.length, messages: published + (told ?? 0), isLeftToOthers: told === undefined };
}

/** A canary's alarm: its message says which calls it is about, for the chain check and no person to read. */
async function answerCanary({ state, at }: AlarmMessage, taker: AlarmTaker): Promise<number> {
  if (state !== 'ALARM') return 0;
  const window = { from: at - CANARY_LOOKBACK_SECONDS, until: Math.floor(taker.now()) };
  const { records } = await taker.fetch(CANARY_PATTERN, window);
  const tokens = records.flatMap(
    ({ record }) => canaryToken(record.requestParameters?.['logGroupNamePrefix']) ?? [],
  );
  const id = `${CANARY_ID}/${isoTime(at)}`;
  await taker.once(id, async () => {
    await taker.publish({
      id,
      thread: CANARY_ID,
      kind: 'canary',
      state: 'START',
      severity: 'low',
      at,
      title: 'Canary',
      summary: `${tokens.length} harmless calls came out as this message`,
      next: 'nothing to do',
      facts: [],
      impact: '',
      steps: [],
      links: [],
      detections: [],
      attributes: { tokens: JSON.stringify(tokens.slice(-MOST_TOKENS)) },
      events: [],
    });
    return { id };
  });
  return 1;
}

const CANARY_LOOKBACK_SECONDS = 3_600;
const MOST_TOKENS = 50;

/** An alarm that the catalogue does not know, such as one on the pipeline itself. */
async function passOn({ name, state, at, reason }: AlarmMessage, taker: AlarmTaker): Promise<number> {
  const id = `${name}/${state}/${isoTime(at)}`;
  let published = 0;
  const notification: Notification = {
    id,
    thread: `alarm/${name}`,
    kind: 'health',
    state: state === 'ALARM' ? 'START' : 'END',
    severity: state === 'ALARM' ? 'high' : 'low',
    at,
    title: `Alarm ${name} is ${state}`,
    summary: plainText(reason),
    next: `aws cloudwatch describe-alarm-history --alarm-name '${name.replaceAll("'", '')}' --region ${taker.context.region}`,
    facts: [{ label: 'When', lines: [isoTime(at)] }],
    impact: '',
    steps: [],
    links: [],
    detections: [],
    attributes: { account: taker.context.account, region: taker.context.region },
    events: [],
  };
  await taker.once(id, async () => {
    await taker.publish(notification);
    published += 1;
    return { id };
  });
  return published;
}
