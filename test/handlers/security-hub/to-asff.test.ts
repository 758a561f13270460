import fc from 'fast-check';
import { buildCatalogue } from '../../../detections/catalogue';
import { EXAMPLE_REGION } from '../../../detections/examples/example-event';
import { EXAMPLES } from '../../../detections/examples/index';
import { sampleNotifications } from '../../../docs/rendering/render-notifications';
import { findingTypes } from '../../../handlers/security-hub/finding-types';
import { productArn } from '../../../handlers/security-hub/product-arn';
import { toAsff } from '../../../handlers/security-hub/to-asff';
import { type ToldMessage, toldMessages } from '../../../handlers/security-hub/told-message';
import { alarmNotification } from '../../../handlers/tell/alarm-notification';
import type { Notification } from '../../../handlers/tell/notification';
import { renderMachine } from '../../../handlers/tell/render-machine';
import type { CloudTrailRecord, JsonObject, JsonValue } from '../../../records/cloudtrail/cloudtrail-record';
import { asffFinding, MOST_FINDING_BYTES } from './asff-schema';

const SETTINGS = {
  account: '111122223333',
  region: 'eu-west-1',
  runbookUrl: 'https://example.com/runbook.md',
};
const CONTEXT = {
  ...SETTINGS,
  trailLogGroup: 'trail',
  flowLogGroup: 'flows',
  alarmPrefix: '',
  queriesFor: () => [],
};
const AT = Date.parse('2026-11-02T08:20:00Z') / 1000;
const CATALOGUE = buildCatalogue({ deployRoles: [], homeRegions: [EXAMPLE_REGION] });

/** The findings of an alarm that told these records. */
function findingsOf(id: string, records: readonly CloudTrailRecord[]) {
  const detection = CATALOGUE.find((known) => known.id === id);
  if (detection === undefined) throw new Error(`no detection ${id}`);
  const thread = `${records[0]?.userIdentity?.arn ?? 'unknown'}/2026-11-02T08:20:00Z`;
  const told = { detection, raisedAt: AT, isEarly: false, records, total: records.length, note: undefined };
  const notification = alarmNotification(
    { id: `${thread}/1`, thread, state: 'START', at: AT, alarms: [told] },
    CONTEXT,
  );
  const text = renderMachine(notification, 125_000);
  const message: ToldMessage = {
    ...notification,
    at: '2026-11-02T08:20:01Z',
    subject: notification.title,
    text,
    events: text.split('\n').map((line) => JSON.parse(line) as JsonObject),
  };
  return toAsff(message, SETTINGS);
}

const examples = Object.entries(EXAMPLES).flatMap(([id, { fires }]) =>
  fires.map((record, at) => [id, at, record] as const),
);

test.each(examples)('%s, example %i, is a finding that Security Hub takes', (id, _at, record) => {
  const findings = findingsOf(id, [record]);
  for (const finding of findings) expect(() => asffFinding.parse(finding)).not.toThrow();
  expect(findings).toHaveLength(1);
});

test('every technique of the catalogue has its place in the taxonomy', () => {
  const techniques = [...new Set(CATALOGUE.flatMap(({ attack }) => attack))];
  const unplaced = techniques.filter((id) => findingTypes([id], 'x')[0]?.startsWith('Unusual Behaviors'));
  expect(unplaced).toEqual([]);
});

test('what has no technique is unusual, and several techniques of one tactic are one type', () => {
  expect(findingTypes([], 'x')).toEqual(['Unusual Behaviors/Application/x']);
  expect(findingTypes(['T1609', 'T1651'], 'x')).toEqual(['TTPs/Execution/x']);
});

test('long and strange texts of an attacker stay within the format', () => {
  const long = (letter: string) => letter.repeat(5_000);
  const record = {
    ...(EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord),
    userAgent: long('a'),
    sourceIPAddress: long('b'),
    userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::111122223333:assumed-role/${long('c')}/x` },
    requestParameters: { cluster: long('d'), task: long('\u{1f600}'), groupId: ' ', roleName: '\u0000' },
  };
  const findings = findingsOf(
    'ecs-exec-session-opened',
    Array.from({ length: 500 }, (_, at) => ({ ...record, eventID: `${at}` })),
  );
  for (const finding of findings) {
    expect(() => asffFinding.parse(finding)).not.toThrow();
    expect(Buffer.byteLength(JSON.stringify(finding))).toBeLessThan(MOST_FINDING_BYTES);
  }
});

test('the product is the account\u2019s own, in each partition', () => {
  expect(productArn('us-gov-west-1', '111122223333')).toBe(
    'arn:aws-us-gov:securityhub:us-gov-west-1:111122223333:product/111122223333/default',
  );
  expect(productArn('cn-north-1', '111122223333')).toMatch(/^arn:aws-cn:/);
});

describe('events as nobody should write them', () => {
  const [notification] = sampleNotifications();
  const text = renderMachine(notification?.notification as Notification);

  /** One value somewhere inside is another. */
  function mutated(value: JsonValue): fc.Arbitrary<JsonValue> {
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    const odd = fc.oneof(
      fc.constantFrom<JsonValue>('', ' ', null, -1, 1e308, [], {}, '\u0000', 'x'.repeat(3_000)),
      fc.jsonValue() as fc.Arbitrary<JsonValue>,
    );
    if (keys.length === 0) return odd;
    return fc.constantFrom(...keys).chain((key) => {
      const child = (value as Record<string, JsonValue>)[key] ?? null;
      return fc
        .oneof({ weight: 4, arbitrary: fc.memo(() => mutated(child))() }, { weight: 1, arbitrary: odd })
        .map((changed) =>
          Array.isArray(value)
            ? value.map((item, at) => (String(at) === key ? changed : item))
            : { ...(value as object), [key]: changed },
        );
    });
  }

  test('are findings that Security Hub takes, all the same', () => {
    fc.assert(
      fc.property(mutated(JSON.parse(text) as JsonValue), (event) => {
        const sns = {
          Records: [
            {
              Sns: {
                Message: JSON.stringify(event),
                Timestamp: '2026-11-02T08:20:21.000Z',
                MessageAttributes: Object.fromEntries(
                  Object.entries({
                    id: 'i',
                    thread: 't',
                    kind: 'alarm',
                    state: 'START',
                    severity: 'high',
                  }).map(([name, Value]) => [name, { Type: 'String', Value }]),
                ),
              },
            },
          ],
        };
        for (const message of toldMessages(sns)) {
          for (const finding of toAsff(message, SETTINGS)) asffFinding.parse(finding);
        }
      }),
      { numRuns: 1_500 },
    );
  });
});
