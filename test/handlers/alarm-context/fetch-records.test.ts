import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EXAMPLES } from '../../../detections/examples/index';
import { fetchRecords } from '../../../handlers/alarm-context/fetch-records';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { FakeAws } from '../fake-aws/fake-aws';
import { trailEvent } from '../harness/alarm-events';
import { TRAIL_GROUP } from '../harness/environment';

const NINE = 1_793_610_000;
const PATTERN = '{ $.eventName = "ExecuteCommand" }';
const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;

async function readAll(count: number, userIdentity = EXEC.userIdentity, pageSize = 700) {
  const aws = new FakeAws();
  aws.logs.pageSize = pageSize;
  const put = (record: CloudTrailRecord, id: string) => aws.logs.events.push(trailEvent(record, NINE, id));
  for (let index = 0; index < count; index += 1) {
    put({ ...EXEC, ...(userIdentity !== undefined && { userIdentity }) }, `e-${index}`);
  }
  put({ ...EXEC, userIdentity: { type: 'AssumedRole', principalId: 'AROAOTHER00000000000:ana' } }, 'other');
  const client = new CloudWatchLogsClient({
    endpoint: await aws.start(),
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const fetched = await fetchRecords(client, TRAIL_GROUP, PATTERN, { from: NINE - 60, until: NINE + 60 });
  client.destroy();
  await aws.stop();
  return { fetched, calls: aws.calls.length };
}

test('500 records of one principal are read one by one, and one more is a flood', async () => {
  const { fetched: listed } = await readAll(500);
  expect([listed.records.length, listed.floods.length, listed.readUntil]).toEqual([501, 0, undefined]);
  const { fetched: flooded } = await readAll(501);
  expect(flooded.records.map(({ id }) => id)).toEqual(['other']);
  expect(flooded.floods).toMatchObject([{ counted: 501 }]);
});

test('of a flood all is counted and little is kept; whoever else there is, is read', async () => {
  const { fetched } = await readAll(5_000);
  expect(fetched.records.map(({ id }) => id)).toEqual(['other']);
  expect(fetched.floods).toHaveLength(1);
  expect(fetched.floods[0]?.records).toHaveLength(20);
  expect(fetched.floods[0]?.counted).toBeGreaterThan(500);
});

/** A page of records whose parameters have so many characters each, by as many principals as there are. */
async function readLarge(count: number, principals: number, characters: number) {
  const command = 'x'.repeat(characters);
  const events = Array.from({ length: count }, (_, index) => ({
    eventId: `e-${index}`,
    timestamp: NINE * 1000 + index,
    message: JSON.stringify({
      ...EXEC,
      eventID: `e-${index}`,
      userIdentity: { principalId: `AROALARGE${String(index % principals).padStart(12, '0')}:s` },
      requestParameters: { command },
    }),
  }));
  const client = { send: async () => ({ events }) } as never;
  return await fetchRecords(client, TRAIL_GROUP, PATTERN, { from: NINE - 60, until: NINE + 60 });
}

test('records of a quarter of a megabyte are a flood before they are five hundred', async () => {
  const { records, floods } = await readLarge(60, 1, 250_000);
  expect(records).toEqual([]);
  expect(floods).toMatchObject([{ counted: 60 }]);
  expect(floods[0]?.records).toHaveLength(20);
});

test('however large the records of however many principals are, all are there, and what is held has a limit', async () => {
  const { records } = await readLarge(600, 600, 250_000);
  expect(records).toHaveLength(600);
  expect(JSON.stringify(records).length).toBeLessThan(110_000_000);
  expect(JSON.stringify(records.at(-1)?.record.requestParameters)).toContain('the log group has it');
});

test('a search that came to no end goes on where it was, and gives all of it', async () => {
  const page = (id: string) => ({
    events: [{ eventId: id, timestamp: NINE * 1000, message: JSON.stringify({ ...EXEC, eventID: id }) }],
  });
  const pages = [{ events: [] }, page('one'), page('two')];
  const tokens: unknown[] = [];
  let clock = 0;
  const client = {
    send: async ({ input }: { readonly input: { readonly nextToken?: string } }) => {
      tokens.push(input.nextToken);
      clock += 10;
      const at = Number(input.nextToken ?? 0);
      return { ...pages[at], ...(at < 2 && { nextToken: String(at + 1) }) };
    },
  } as never;
  const window = { from: NINE - 60, until: NINE + 60 };
  const options = { deadline: 5, now: () => clock };
  const begun = await fetchRecords(client, TRAIL_GROUP, PATTERN, window, options);
  expect(begun).toMatchObject({ records: [], readUntil: (NINE - 60) * 1000 });
  const further = await begun.goOn?.(15);
  expect(further?.records.map(({ id }) => id)).toEqual(['one']);
  const all = await further?.goOn?.(100);
  expect(all?.records.map(({ id }) => id)).toEqual(['one', 'two']);
  expect([all?.goOn, all?.readUntil, tokens]).toEqual([undefined, undefined, [undefined, '1', '2']]);
});

test('a page that is not given costs nothing of what came before it, and the search goes on there', async () => {
  const message = JSON.stringify({ ...EXEC, eventID: 'one' });
  let isDown = true;
  const client = {
    send: async ({ input }: { readonly input: { readonly nextToken?: string } }) => {
      if (input.nextToken === undefined) {
        return { events: [{ eventId: 'one', timestamp: NINE * 1000, message }], nextToken: 'two' };
      }
      if (isDown) throw new Error('ThrottlingException');
      return { events: [{ eventId: 'two', timestamp: NINE * 1000, message: message.replace('one', 'two') }] };
    },
  } as never;
  const begun = await fetchRecords(client, TRAIL_GROUP, PATTERN, { from: NINE - 60, until: NINE + 60 });
  expect([begun.records.map(({ id }) => id), String(begun.failure), begun.readUntil]).toEqual([
    ['one'],
    'Error: ThrottlingException',
    NINE * 1000,
  ]);
  isDown = false;
  const all = await begun.goOn?.(Number.POSITIVE_INFINITY);
  expect([all?.records.map(({ id }) => id), all?.failure]).toEqual([['one', 'two'], undefined]);
});

test('each call of a reading with a deadline has an end of its own, not before one try had its time', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const client = {
    send: async (_: unknown, options?: { readonly abortSignal?: AbortSignal }) => {
      signals.push(options?.abortSignal);
      return { events: [], ...(signals.length < 2 && { nextToken: 'on' }) };
    },
  } as never;
  const timeout = jest.spyOn(AbortSignal, 'timeout');
  const options = { deadline: 30_000, now: () => 5_000.25 * (1 + 4 * signals.length) };
  await fetchRecords(client, TRAIL_GROUP, PATTERN, { from: NINE - 60, until: NINE + 60 }, options);
  expect(signals).toEqual([expect.any(AbortSignal), expect.any(AbortSignal)]);
  expect(timeout.mock.calls).toEqual([[25_000], [10_000]]);
  timeout.mockRestore();
});
