import type { HandlerName } from '../../../handlers/bundling';
import type { Fault } from '../fake-aws/fault';
import { FaultCase, type Place } from '../faults/fault-case';
import { inParallel } from '../faults/in-parallel';
import { problemsOf } from '../faults/problems-of';
import type { RunAt, Subject } from '../faults/subject';
import { SUBJECTS } from '../faults/subjects';
import { bundle } from '../harness/lambda';
import { Emulator } from './emulator';
import { EmulatorWorld } from './emulator-world';

/**
 * The bundles as they are deployed against an emulator of the AWS API, through a proxy that does what goes wrong.
 * Tables, topic, queues and log groups are the emulator's own, and what was told and remembered is read back from
 * it. It matches JSON patterns with everything, which is why records are judged again, and takes every subscriber
 * for confirmed. What it does not evaluate at all the proxy answers from recordings: Logs Insights' queries and
 * Athena's dialect. TestMetricFilter, which it lacks, no handler calls.
 */
jest.setTimeout(300_000);

const HOUR = 3_600;
const FAULTS: readonly Fault[] = ['throttle', 'deny', 'garbage', 'drop', 'late', 'lose-answer', 'kill'];

interface Emulated {
  /** The call on which the faults fall. */
  readonly place: Place;
  /** Something that must lie in the state table in the end. */
  readonly remembers: RegExp;
  readonly prepare?: (world: EmulatorWorld, runAt: RunAt) => Promise<void>;
}

const EMULATED: Readonly<Partial<Record<HandlerName, Emulated>>> = {
  'flow-log-analyzer': {
    place: { call: 'SNS.Publish', nth: 1 },
    remembers: /^story ssh-probe-burst 203\.0\.113\.77/,
  },
  'ssh-campaign-analyzer': {
    place: { call: 'Logs.GetQueryResults', nth: 1 },
    remembers: /^run ssh-campaign-analyzer/,
  },
  'alarm-context': {
    place: { call: 'Logs.FilterLogEvents trail', nth: 1 },
    remembers: /^alarm ecs-exec-session-opened/,
  },
  'scheduled-audit': {
    place: { call: 'DynamoDB.PutItem answer', nth: 1 },
    remembers: /^answer logging-tampering/,
  },
  'chain-check': {
    place: { call: 'SQS.DeleteMessage', nth: 1 },
    remembers: /^canary latest/,
    prepare: prepareChain,
  },
};

/** Records in both groups an hour before, in the trail alone since; whoever got the messages has left. */
async function prepareChain({ account, subject }: EmulatorWorld, runAt: RunAt): Promise<void> {
  const { trailGroup, flowGroup } = account.names;
  const record = (seconds: number) => ({ timestamp: (subject.at + seconds) * 1000, message: '{}' });
  await account.log(flowGroup, [record(-HOUR - 60)]);
  await account.log(trailGroup, [record(-HOUR - 60), record(-60), record(HOUR - 60)]);
  const leave = await account.addPerson();
  await runAt(-HOUR);
  await leave();
}

let emulator: Emulator;
beforeAll(async () => {
  emulator = await Emulator.start();
});
afterAll(() => emulator?.stop());

/** The others meet the fake AWS only (faults.suite.ts): the emulator lacks what feeds them. */
const SUBJECTS_HERE = SUBJECTS.filter(({ handler }) => handler in EMULATED);

describe.each(SUBJECTS_HERE)('$handler', (subject: Subject) => {
  const { place, remembers, prepare } = EMULATED[subject.handler] as Emulated;
  let folder: string;
  let expected: readonly string[];
  const newWorld = () => new EmulatorWorld(emulator.endpoint, subject, prepare);
  beforeAll(() => {
    folder = bundle(subject.handler);
  });

  test('what there is to tell comes to a queue, once, and is remembered as told', async () => {
    const world = newWorld();
    const { told, outcomes } = await new FaultCase(subject, folder, world).run();
    expect(outcomes.map(({ kind }) => kind)).toEqual(['answer', 'answer']);
    expected = told.toSorted();
    expect(expected.length).toBeGreaterThan(1);
    expect(new Set(expected).size).toBe(expected.length);
    const { state, tellings } = world.remembered;
    expect([...state.keys()]).toContainEqual(expect.stringMatching(remembers));
    expect([...state.values()].filter(({ pending }) => pending !== undefined)).toEqual([]);
    expect(new Set(tellings)).toEqual(new Set(['COMPLETED']));
  });

  test(`${place.call} goes wrong in every way: nothing is lost, nothing told twice with another id`, async () => {
    const wrong = await inParallel(FAULTS.length, FAULTS, async (fault) => {
      const world = newWorld();
      const result = await new FaultCase(subject, folder, world).run({ fault, place });
      const pending = [...world.remembered.state].filter(([, item]) => item['pending'] !== undefined);
      return [
        ...problemsOf(subject, expected, result, fault, place),
        ...(result.calls.includes(place.call) ? [] : [`${fault}: ${place.call} was not called`]),
        ...pending.map(([key]) => `${fault}: ${key} is still to be told`),
      ];
    });
    expect(wrong.flat()).toEqual([]);
  });
});
