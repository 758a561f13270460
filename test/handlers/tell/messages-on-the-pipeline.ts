import { CANARY_ID, canaryPrefix } from '../../../deployment/canary';
import { exampleEvent } from '../../../detections/examples/example-event';
import { noteFailures } from '../../../handlers/alarm-context/note-failures';
import { type AlarmTaker, takeAlarms } from '../../../handlers/alarm-context/take-alarms';
import { type ChainCheck, checkChain } from '../../../handlers/chain-check/check-chain';
import { tellLeftOut } from '../../../handlers/ssh-campaign-analyzer/tell-left-out';
import { StateTable } from '../../../handlers/state/state-table';
import type { Notification } from '../../../handlers/tell/notification';
import { answerCanaries } from '../../../handlers/trail-analyzer/answer-canaries';
import { tellOverdue } from '../../../handlers/trail-analyzer/tell-overdue';
import { SimulatedClock, SimulatedTables } from '../flood/simulated-aws';
import { STATE } from '../harness/environment';
import { CONTEXT, MESSAGES_AT } from './message-context';

const NEVER = async (): Promise<never> => {
  throw new Error('nobody asks for it');
};

/** Messages on the pipeline itself, with a text wherever one of a log, of AWS or of an error can stand in them. */
export async function messagesOnThePipeline(text: string): Promise<Readonly<Record<string, Notification>>> {
  const clock = new SimulatedClock(MESSAGES_AT * 1000);
  const state = new StateTable(new SimulatedTables(clock).client, STATE, () => clock.now);
  const sent: Notification[] = [];
  const means = {
    state,
    once: async <T extends object>(_key: string, action: () => Promise<T>): Promise<T> => await action(),
    publish: async (notification: Notification) => {
      sent.push(notification);
    },
    context: CONTEXT,
  };
  /** The one message that something sends. */
  const messageOf = async (send: () => Promise<unknown>): Promise<Notification> => {
    sent.length = 0;
    await send();
    const [message, ...more] = sent;
    if (message === undefined || more.length > 0) throw new Error(`${sent.length} messages, expected one`);
    return message;
  };
  const names = [text, ...Array.from({ length: 40 }, (_, at) => `token-${at}`.padEnd(64, 'x'))];
  const calls = names.map((name, at) => ({
    ...exampleEvent('logs', 'DescribeLogGroups', { logGroupNamePrefix: canaryPrefix(name) }),
    // The role's id, which AWS makes, stands before the name of the session, which the caller makes.
    userIdentity: { principalId: `AROA${at}:${text}` },
    eventID: `${at}`,
  }));
  const taker: AlarmTaker = {
    ...means,
    fetch: async () => ({
      records: calls.map((record) => ({ id: record.eventID, record })),
      floods: [],
    }),
    countFlood: NEVER,
    detections: new Map(),
    alarmPrefix: '',
    full: new Map(),
    run: 'run',
    until: clock.now + 60_000,
    now: () => clock.now / 1000,
    isSuppressed: () => false,
    onUnreadable: () => undefined,
  };
  const alarmOf = (AlarmName: string) => {
    const said = { NewStateReason: text, AlarmDescription: text, StateChangeTime: '2026-11-02T08:19:00Z' };
    return {
      Records: [{ Sns: { Message: JSON.stringify({ AlarmName, NewStateValue: 'ALARM', ...said }) } }],
    };
  };
  const failures = Array.from({ length: 30 }, () => ({ what: text, error: new Error(text) }));
  const fail = async () => await noteFailures(failures, taker).catch(() => undefined);
  const check: ChainCheck = {
    ...means,
    topics: ['arn:aws:sns:eu-west-1:111122223333:findings', 'arn:aws:sns:eu-west-1:111122223333:health'],
    logGroups: ['/aws/trail', '/aws/flows'],
    subscribersOf: async () => ({ confirmed: 0, pending: [text, text] }),
    hasRecords: async () => Promise.reject(new Error(text)),
    call: async () => Promise.reject(new Error(text)),
    arrived: async () => ({ tokens: [], forget: async () => undefined }),
    newToken: () => 'token',
  };
  const whole: ChainCheck = {
    ...check,
    subscribersOf: async () => ({ confirmed: 1, pending: [] }),
    hasRecords: async () => true,
    call: async () => undefined,
  };
  const overdue = {
    ...{ count: 2_000, first: { rule: 'chain-logging-cut-then-destruction', key: text } },
    byRule: new Map(Array.from({ length: 30 }, (_, at) => [`rule-${at}`, at])),
    goOnFromHere: async () => undefined,
  };
  const most = Array.from({ length: 10 }, () => ({ source: text, lines: 1 }));
  const reporting = { ...means, now: () => clock.now } as unknown as Parameters<typeof tellOverdue>[1];
  const span = { from: MESSAGES_AT - 3_600, until: MESSAGES_AT, read: 1, cappedSpans: 2 };
  return {
    'passed on': await messageOf(() => takeAlarms(alarmOf(`x${text}`), taker)),
    canary: await messageOf(() => takeAlarms(alarmOf(CANARY_ID), taker)),
    'canary of a bucket': await messageOf(() =>
      answerCanaries({ records: calls.map((record) => ({ record, text: '' })) }, means),
    ),
    failures: await messageOf(async () => {
      await fail();
      clock.pass(100_000);
      await fail();
    }),
    'broken chain': await messageOf(() => checkChain(check, MESSAGES_AT)),
    'repaired chain': await messageOf(() => checkChain(whole, MESSAGES_AT + 60)),
    overdue: await messageOf(() => tellOverdue(overdue, reporting).catch(() => undefined)),
    'left out': await messageOf(() =>
      tellLeftOut(span, { reporting, countLines: async () => ({ lines: 10, most }) }),
    ),
  };
}
