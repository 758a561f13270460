import fc from 'fast-check';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { buildCatalogue, detectionById } from '../../detections/catalogue';
import { EXAMPLE_REGION } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import { AlarmMessageError, alarmsIn } from '../../handlers/alarm-context/parse-alarm';
import { tokensIn } from '../../handlers/chain-check/look-at-aws';
import { analyzeBatch, judge, UnreadableBatchError } from '../../handlers/flow-log-analyzer/analyze-batch';
import { dailyQuestions } from '../../handlers/scheduled-audit/daily-questions';
import { answerNotification, digestNotification } from '../../handlers/scheduled-audit/digest-notification';
import { rowFinding } from '../../handlers/scheduled-audit/row-finding';
import { buildActivity } from '../../handlers/ssh-campaign-analyzer/build-activity';
import { alarmNotification } from '../../handlers/tell/alarm-notification';
import { findingNotification } from '../../handlers/tell/finding-notification';
import type { Notification } from '../../handlers/tell/notification';
import { renderChat } from '../../handlers/tell/render-chat';
import { renderEmail, renderSubject } from '../../handlers/tell/render-email';
import { renderMachine } from '../../handlers/tell/render-machine';
import { type JsonValue, understandCloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { typedRecord } from '../../records/cloudtrail/typed-record';
import { SubscriptionPayloadError } from '../../records/envelopes/subscription-payload';
import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { alarmEvent } from './harness/alarm-events';
import { FORMAT_TEXT, guesses } from './harness/flow-lines';
import { subscriptionEvent } from './harness/subscription';

/** All properties together; `.ci/nightly fuzz` tries many more, and others each night. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 10_000);
const share = (part: number) => ({ numRuns: Math.ceil(RUNS * part) });
jest.setTimeout(Math.max(600_000, RUNS * 10));

const EIGHT = 1_793_606_400;
const CATALOGUE = buildCatalogue({ deployRoles: [], homeRegions: [EXAMPLE_REGION] });
const DETECTIONS = new Map(CATALOGUE.map((detection) => [detection.id, detection]));
const SETTINGS = {
  format: compileFlowLogFormat(FORMAT_TEXT),
  policy: DEFAULT_SSH_POLICY,
  detections: CATALOGUE,
};
const CONTEXT = {
  account: '111122223333',
  region: 'eu-west-1',
  trailLogGroup: 'trail',
  flowLogGroup: 'flows',
  runbookUrl: 'https://example.com/runbook.md',
  alarmPrefix: '',
  queriesFor: () => [],
};

/** Values that have broken parsers before. */
const odd: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom('', '\u0000', '__proto__', '`', '<!channel>', 'NaN', '-', '1e999', '9'.repeat(400)),
  fc.constantFrom(null, true, -1, 1e308, 0.5),
  fc.constantFrom<JsonValue>([], {}, [[[[]]]], { length: 3 }),
  fc.string(),
  fc.jsonValue() as fc.Arbitrary<JsonValue>,
);

/** One value somewhere inside is replaced, or goes. */
function mutated(value: JsonValue): fc.Arbitrary<JsonValue> {
  const isContainer = typeof value === 'object' && value !== null;
  const keys = isContainer ? Object.keys(value) : [];
  if (!isContainer || keys.length === 0) return odd;
  return fc.constantFrom(...keys).chain((key) => {
    const child = (value as Record<string, JsonValue>)[key] ?? null;
    return fc
      .oneof({ weight: 3, arbitrary: fc.memo(() => mutated(child))() }, { weight: 1, arbitrary: odd })
      .map((changed) =>
        Array.isArray(value)
          ? value.map((item, at) => (String(at) === key ? changed : item))
          : { ...(value as object), [key]: changed },
      );
  });
}

/** Lines with a character changed, cut or doubled. */
const mutatedLines = fc
  .record({
    lines: fc.constant(guesses(3, EIGHT)),
    at: fc.nat(5),
    from: fc.nat(160),
    length: fc.nat(12),
    put: fc.oneof(
      fc.constantFrom('', ' ', '-', '22', '\u0000', ' SKIPDATA ', '99999999999999999999'),
      fc.string(),
    ),
  })
  .map(({ lines, at, from, length, put }) =>
    lines.map((line, index) => (index === at ? line.slice(0, from) + put + line.slice(from + length) : line)),
  );

test('any lines: a batch, or an error by name', () => {
  fc.assert(
    fc.property(mutatedLines, (lines) => {
      const counts = analyzeBatch(subscriptionEvent(lines), SETTINGS)?.counts;
      const { analyzed = 0, withoutSsh = 0, nodata = 0, skipdata = 0, unreadable = [] } = counts ?? {};
      expect(analyzed + withoutSsh + nodata + skipdata + unreadable.length).toBe(lines.length);
    }),
    share(0.25),
  );
});

test('any envelope: a batch, or an error by name', () => {
  const payload = {
    messageType: 'DATA_MESSAGE',
    owner: '1',
    logGroup: 'g',
    logStream: 's',
    logEvents: guesses(1, EIGHT).map((message, index) => ({ id: String(index), timestamp: 1, message })),
  };
  fc.assert(
    fc.property(mutated(payload), (changed) => {
      const overrides = typeof changed === 'object' && changed !== null ? changed : { messageType: changed };
      try {
        analyzeBatch(subscriptionEvent([], overrides as Record<string, unknown>), SETTINGS);
      } catch (error) {
        const isNamed = error instanceof SubscriptionPayloadError || error instanceof UnreadableBatchError;
        if (!isNamed) throw error;
      }
    }),
    share(0.15),
  );
});

test('any SNS event: alarms, or an error by name', () => {
  const event = alarmEvent([{ name: 'trail-stopped', state: 'ALARM', at: EIGHT }]) as unknown as JsonValue;
  const message = {
    AlarmName: 'trail-stopped',
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: '2026-11-02T08:00:00.000+0000',
  };
  const events = fc.oneof(
    mutated(event),
    mutated(message).map((changed) => ({ Records: [{ Sns: { Message: JSON.stringify(changed) } }] })),
  );
  fc.assert(
    fc.property(events, (changed) => {
      try {
        alarmsIn(changed);
      } catch (error) {
        if (!(error instanceof AlarmMessageError)) throw error;
      }
    }),
    share(0.15),
  );
});

test('any CloudTrail record: a message in three renderings, on its own lines', () => {
  const examples = Object.entries(EXAMPLES).flatMap(([id, { fires }]) => fires.map((fire) => ({ id, fire })));
  const records = fc
    .constantFrom(...examples)
    .chain(({ id, fire }) => mutated(fire).map((changed) => ({ id, changed })));
  fc.assert(
    fc.property(records, ({ id, changed }) => {
      const outcome = understandCloudTrailRecord(changed);
      if (outcome.kind !== 'record') return;
      const told = {
        detection: detectionById(id, CATALOGUE),
        raisedAt: EIGHT,
        isEarly: false,
        records: [typedRecord(outcome.record)],
        total: 1,
        note: undefined,
      };
      const notification = alarmNotification(
        { id: 'i', thread: 't', state: 'START', at: EIGHT, alarms: [told] },
        CONTEXT,
      );
      expect(render(notification)[2]).toMatch(/^Next: aws cloudtrail lookup-events /);
    }),
    share(0.2),
  );
});

test('any lines and calls of an hour: stories, and a message in three renderings', () => {
  const calls = ['ecs-exec-session-opened', 'ssh-port-opened-to-world'].flatMap(
    (id) => EXAMPLES[id]?.fires ?? [],
  );
  const hours = fc.record({ lines: mutatedLines, call: fc.constantFrom(...calls).chain(mutated) });
  fc.assert(
    fc.property(hours, ({ lines, call }) => {
      const outcome = understandCloudTrailRecord(call);
      const records = outcome.kind === 'record' ? [typedRecord(outcome.record)] : [];
      const { activity, unreadable } = buildActivity(lines, records, SETTINGS.format, SETTINGS.policy);
      expect(unreadable).toBeLessThanOrEqual(lines.length);
      const findings = judge(activity, CATALOGUE, SETTINGS.policy);
      if (findings.length === 0) return;
      const told = findings.map((finding) => ({ finding, telling: { state: 'START' as const, count: 1 } }));
      render(findingNotification(told, DETECTIONS, CONTEXT, EIGHT));
    }),
    share(0.1),
  );
});

test('any row of an audit: a finding or none, and a digest in three renderings', () => {
  const row = {
    kind: 'slow',
    source_ip: '203.0.113.7',
    target_ip: '10.0.0.1',
    target_port: '22',
    attempts: '12',
    first_seen: '2026-11-02 08:00:00.000 UTC',
    last_seen: '2026-11-02 20:00:00.000 UTC',
  };
  const [query] = dailyQuestions().filter(({ id }) => id === 'ssh-slow-and-distributed');
  const rows = fc.dictionary(fc.oneof(fc.constantFrom(...Object.keys(row)), fc.string()), fc.string());
  fc.assert(
    fc.property(rows, (changed) => {
      const answer = { ...row, ...changed };
      rowFinding('ssh-slow-and-distributed', answer, DETECTIONS, EIGHT);
      if (query === undefined) throw new Error('the question is gone');
      const asked = {
        query,
        rows: [answer],
        fresh: [answer],
        isCapped: false,
        executionId: 'execution-1',
        bytesScanned: 0,
        failure: undefined,
      };
      render(digestNotification([asked], new Map([['port-scan', 3]]), '2026-11-02', EIGHT, CONTEXT));
      render(answerNotification(asked, 'high', '2026-11-02', EIGHT, CONTEXT));
    }),
    share(0.1),
  );
});

test('any message of the canary queue: tokens or none', () => {
  const envelope = {
    Type: 'Notification',
    MessageAttributes: { tokens: { Type: 'String', Value: '["token"]' } },
  };
  const bodies = fc.oneof(
    fc.string(),
    mutated(envelope).map((changed) => JSON.stringify(changed)),
  );
  fc.assert(
    fc.property(bodies, (body) => {
      for (const token of tokensIn(body)) expect(typeof token).toBe('string');
    }),
    share(0.05),
  );
});

/** A subject of printable ASCII, a mail whose third line is a command, and what machines can parse. */
function render(notification: Notification): readonly string[] {
  expect(renderSubject(notification)).toMatch(/^[\x20-\x7e]{1,100}$/);
  const lines = renderEmail(notification).split('\n');
  expect(lines[2]).toMatch(/^Next: \S/);
  JSON.parse(renderChat(notification));
  if (notification.events.length > 0) {
    for (const line of renderMachine(notification).split('\n')) JSON.parse(line);
  }
  return lines;
}
