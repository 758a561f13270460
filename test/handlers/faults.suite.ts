import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { exampleRole, exampleUser } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import type { HandlerName } from '../../handlers/bundling';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';
import { alarmEvent, trailEvent } from './alarm-events';
import { VARIABLES } from './environment';
import { FakeAws, type Fault, type Published } from './fake-aws/fake-aws';
import { guesses } from './flow-lines';
import { bundle, LambdaProcess } from './lambda';
import { subscriptionEvent } from './subscription';

/**
 * Each AWS call in turn goes wrong, in each way, in the bundles as they are deployed; then the event comes again, as
 * Lambda delivers it after an error. Of calls that a handler makes often, the first and the last are taken.
 */
jest.setTimeout(600_000);

const NOW = Math.floor(Date.now() / 1000);
const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;
const FAULTS: readonly Fault[] = ['throttle', 'deny', 'garbage', 'time-out', 'lose-answer', 'kill'];
/** What a killed run believed to have left: as long as its claims hold. */
const TIMEOUT_SECONDS = 2;

interface Subject {
  readonly handler: HandlerName;
  readonly event: object;
  readonly prepare: (aws: FakeAws) => void;
  /** What a message tells: each once is what must come out. */
  readonly toldBy: (published: Published) => readonly string[];
}

const eventsOf = ({ message }: Published) =>
  (message['default'] ?? '').split('\n').map((line) => JSON.parse(line));

const SUBJECTS: readonly Subject[] = [
  {
    handler: 'flow-log-analyzer',
    event: subscriptionEvent(guesses(6, NOW - 300)),
    prepare: () => undefined,
    toldBy: (published) =>
      eventsOf(published).map((event) => `${event.finding_info.uid} ${event.activity_name}`),
  },
  {
    handler: 'alarm-context',
    event: alarmEvent([{ name: 'ecs-exec-session-opened', state: 'ALARM', at: NOW - 30 }]),
    prepare: (aws) => {
      aws.logs.events.push(
        trailEvent({ ...EXEC, userIdentity: exampleUser }, NOW - 300, 'e-1'),
        trailEvent({ ...EXEC, userIdentity: exampleRole('break-glass', 'ana') }, NOW - 200, 'e-2'),
      );
    },
    toldBy: (published) =>
      eventsOf(published).flatMap((event) =>
        (event.evidences ?? []).map(({ uid }: { uid: string }) => `record ${uid}`),
      ),
  },
];

const table: string[] = [];
afterAll(() => {
  const file = process.env['FAULTS_TABLE'];
  if (file === undefined) return;
  const text = [
    '# Faults',
    'What happens when an AWS call goes wrong while a handler runs. `npm run test:faults` makes this table: the bundles as they are deployed, against AWS\'s protocols over HTTP; the call fails for as long as the invocation lasts (`lose-answer` and `kill`: once, after the service has done it), then the event comes again. "All" is what is told without a fault; what is told twice has the same id.',
    `| handler | call | fault | told | twice |\n|---|---|---|---|---|\n${table.join('\n')}`,
  ].join('\n\n');
  writeFileSync(path.resolve(file), `${text}\n`);
});

describe.each(SUBJECTS)('$handler', ({ handler, event, prepare, toldBy }) => {
  let aws: FakeAws;
  let folder: string;
  let expected: readonly string[];
  let baseline: readonly string[];
  beforeAll(async () => {
    aws = new FakeAws();
    await aws.start();
    folder = bundle(handler);
    prepare(aws);
    const lambda = start();
    await lambda.invoke(event);
    await lambda.stop();
    expected = aws.published.flatMap(toldBy).sort();
    baseline = [...aws.calls];
  });
  afterAll(() => aws.stop());

  const start = () =>
    new LambdaProcess(folder, aws.endpoint(), { ...VARIABLES, CLIENT_TIMEOUT_MILLISECONDS: '300' });

  /** The first and the last place of each call; where the SDK's patience takes seconds, the last only. */
  function places(fault: Fault): readonly number[] {
    const isSlow = fault === 'throttle' || fault === 'time-out';
    const all = baseline.flatMap((call) => [
      ...(isSlow ? [] : [baseline.indexOf(call)]),
      baseline.lastIndexOf(call),
    ]);
    return [...new Set(all)].sort((one, other) => one - other);
  }

  test.each(FAULTS)('%s: nothing is lost, and what is told twice has the same id', async (fault) => {
    for (const place of places(fault)) {
      aws.reset();
      const call = baseline[place] ?? '';
      let lambda = start();
      const isOnce = fault === 'lose-answer' || fault === 'kill';
      aws.faultFor = (each, _nth, index) =>
        each === call && (isOnce ? index === place : index >= place) ? fault : undefined;
      aws.onKill = () => lambda.kill();
      const delivery = { requestId: `${fault}-${place}`, timeoutSeconds: TIMEOUT_SECONDS };
      const first = await lambda.invoke(event, delivery);
      aws.faultFor = () => undefined;
      if (fault === 'kill') {
        expect(first.kind).toBe('killed');
        lambda = start();
      }
      if (first.kind !== 'answer') {
        expect(await lambda.invoke(event, delivery)).toMatchObject({ kind: 'answer' });
      }
      // The next tick, or the next batch of the same records.
      await lambda.invoke(event, { requestId: `${fault}-${place}-later`, timeoutSeconds: TIMEOUT_SECONDS });
      await lambda.stop();

      const told = aws.published.flatMap(toldBy).sort();
      const where = `${fault} at call ${place} (${call})`;
      expect([where, [...new Set(told)]]).toEqual([where, expected]);
      const twice = told.length - expected.length;
      if (twice > 0) {
        // Only where a message went out and the run could not write that down.
        expect([where, place >= baseline.indexOf('SNS.Publish')]).toEqual([where, true]);
        const ids = aws.published.map(({ attributes }) => attributes['id']);
        expect([where, new Set(ids).size]).toEqual([where, ids.length - 1]);
      }
      table.push(
        `| ${handler} | ${call} (${place + 1} of ${baseline.length}) | ${fault} | all | ${twice > 0 ? 'yes' : 'no'} |`,
      );
    }
  });
});
