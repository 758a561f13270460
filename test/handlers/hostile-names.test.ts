import fc from 'fast-check';
import { exampleRole } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import { filesIn } from '../../handlers/trail-analyzer/records-in';
import type { CloudTrailRecord, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { SimulatedChain } from './flood/simulated-chain';
import { alarmEvent } from './harness/alarm-events';

/**
 * Whatever stands in a record, alarm-context keeps within the limits of DynamoDB (400 KB an item, keys of 1,024 bytes
 * and never empty) and SNS (256 KB, no empty attribute, a subject of 100 ASCII characters), which the simulated
 * services enforce, and tells of somebody else.
 */

const EIGHT = 1_793_606_400_000;
const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;
const STOPPED = EXAMPLES['trail-stopped']?.fires[0] as CloudTrailRecord;

const long = fc
  .tuple(
    fc.constantFrom('x', 'ü', '"', '\\', '\u0000', '\u202e', '\u{1f600}', '-eyJ', 'password='),
    fc.integer({ min: 1, max: 4_000 }),
  )
  .map(([part, times]) => part.repeat(times));
const hostile: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(
    '',
    ' ',
    '\ud800',
    '*',
    '__proto__',
    'constructor',
    '<!channel>',
    '[a](https://b.example)',
  ),
  fc.constantFrom<JsonValue>(null, -1, 1e308, {}, [], [[]], { toString: '' }),
  fc.string({ unit: 'binary' }),
  long,
);

/** Members that say who and where, and what stands in the request, replaced by anything. */
const record = fc
  .record(
    {
      arn: hostile,
      principalId: hostile,
      accountId: hostile,
      accessKeyId: hostile,
      userName: hostile,
      invokedBy: hostile,
      sessionContext: hostile,
      type: hostile,
      awsRegion: hostile,
      sourceIPAddress: hostile,
      userAgent: hostile,
      recipientAccountId: hostile,
      eventID: hostile,
      cluster: hostile,
      command: fc.oneof(hostile, fc.array(hostile, { maxLength: 4 })),
    },
    { requiredKeys: [] },
  )
  .map(
    ({
      awsRegion,
      sourceIPAddress,
      userAgent,
      recipientAccountId,
      eventID,
      cluster,
      command,
      ...identity
    }) => {
      const outer = { awsRegion, sourceIPAddress, userAgent, recipientAccountId, eventID };
      const given = Object.fromEntries(Object.entries(outer).filter(([, value]) => value !== undefined));
      return {
        ...EXEC,
        ...given,
        userIdentity: { ...exampleRole('attacker'), ...identity },
        requestParameters: { ...EXEC.requestParameters, cluster, command },
      } as unknown as CloudTrailRecord;
    },
  );

test('somebody else is told, whatever the names, sizes and numbers in the records beside theirs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 40 }),
      fc.boolean(),
      async (records, isEarly) => {
        const chain = new SimulatedChain(EIGHT);
        const put = (each: CloudTrailRecord, at: number) =>
          chain.logs.groups.push({
            count: 1,
            at,
            spreadMilliseconds: 0,
            deliveredAt: at,
            record: () => each,
          });
        for (const [index, each] of records.entries()) put(each, EIGHT - 200_000 + index);
        put(
          { ...STOPPED, userIdentity: exampleRole('intruder'), eventID: 'the-critical-one' },
          EIGHT - 100_000,
        );
        if (isEarly) {
          for (const detail of records) {
            await chain.invoke({ 'detail-type': 'AWS API Call via CloudTrail', detail });
          }
        }
        for (const name of ['ecs-exec-session-opened', 'trail-stopped']) {
          await chain.invoke(alarmEvent([{ name, state: 'ALARM', at: EIGHT / 1000 }]));
        }
        await chain.tickUntil(() => false, 3);
        await chain.invoke(
          alarmEvent([{ name: 'ecs-exec-session-opened', state: 'OK', at: EIGHT / 1000 + 200 }]),
        );
        await chain.tickUntil(() => false, 8);
        expect(chain.errors).toEqual([]);
        const told = chain.topic.messages.filter(({ email }) => email.includes('(the-critical-one)'));
        expect(told).toHaveLength(1);
        expect(Math.max(...chain.tables.largest.values())).toBeLessThan(400 * 1024);
        for (const { email, machine } of chain.topic.messages) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
          expect(email).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
          if (machine.startsWith('{')) for (const line of machine.split('\n')) JSON.parse(line);
        }
      },
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 12) },
  );
});

/**
 * What EventBridge and SQS hand on at most: 1 MB an event and 1 MiB a message, four times what both took until 2025
 * ("More room to build: serverless services now support payloads up to 1 MB", AWS Compute Blog, January 2026).
 */
const MOST_EVENT = 1_000_000;
const MOST_MESSAGE = 1_048_576;

test('an event as large as EventBridge hands on stops nothing and is told, and its story fits into what keeps and carries it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('x', 'ü', '"', '\\', '\u0000', '\u{1f600}', '-eyJ', 'password=', 'secrets:[{"'),
      fc.constantFrom(262_144, MOST_EVENT),
      async (part, bytes) => {
        const chain = new SimulatedChain(EIGHT);
        const event = (command: string) => ({
          ...{ version: '0', source: 'aws.ecs', 'detail-type': 'AWS API Call via CloudTrail' },
          detail: {
            ...EXEC,
            userIdentity: exampleRole('attacker'),
            eventID: 'the-large-one',
            eventTime: new Date(EIGHT - 30_000).toISOString().replace('.000Z', 'Z'),
            requestParameters: { ...EXEC.requestParameters, command },
          },
        });
        const room = bytes - Buffer.byteLength(JSON.stringify(event('')));
        const large = event(part.repeat(Math.floor(room / (Buffer.byteLength(JSON.stringify(part)) - 2))));
        expect(Buffer.byteLength(JSON.stringify(large))).toBeLessThanOrEqual(bytes);
        await chain.invoke(large);
        // What has no room ahead of its alarm comes with the log group.
        const [at, deliveredAt] = [EIGHT - 30_000, EIGHT];
        chain.logs.groups.push({
          ...{ count: 1, at, spreadMilliseconds: 0, deliveredAt },
          record: () => large.detail as unknown as CloudTrailRecord,
        });
        await chain.invoke(
          alarmEvent([{ name: 'ecs-exec-session-opened', state: 'ALARM', at: EIGHT / 1000 }]),
        );
        await chain.tickUntil(() => false, 3);
        expect(chain.errors).toEqual([]);
        expect(chain.topic.messages.some(({ email }) => email.includes('(the-large-one)'))).toBe(true);
        expect(Math.max(...chain.tables.largest.values())).toBeLessThan(400 * 1024);
      },
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 6) },
  );
});

test('a message as large as SQS hands on names its files, or fails by itself with a short reason', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 4_000 }), (name, times) => {
      const key = `AWSLogs/1/CloudTrail/${'k'.repeat(900)}.json.gz`;
      const message = { s3Bucket: name, s3ObjectKey: [key, name, ...Array(times).fill(`${key}x`), key] };
      const body = JSON.stringify({ Type: 'Notification', Message: JSON.stringify(message) });
      const cut = body.slice(0, MOST_MESSAGE);
      let files: readonly { readonly bucket: string; readonly key: string }[] = [];
      try {
        files = filesIn(cut);
      } catch (error) {
        expect(cut === body).toBe(false);
        expect(String(error).length).toBeLessThan(1_000);
        return;
      }
      if (typeof name === 'string') expect(files.map((file) => file.key)).toEqual([key, key]);
      else expect(files).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
