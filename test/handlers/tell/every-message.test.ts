import fc from 'fast-check';
import type { Finding } from '../../../analysis/finding';
import { buildCatalogue } from '../../../detections/catalogue';
import { EXAMPLES } from '../../../detections/examples/index';
import { imageFinding } from '../../../handlers/alarm-context/image-finding';
import {
  answerNotification,
  digestNotification,
} from '../../../handlers/scheduled-audit/digest-notification';
import { toAsff } from '../../../handlers/security-hub/to-asff';
import { tellStoryFlood } from '../../../handlers/stories/story-flood';
import { alarmNotification } from '../../../handlers/tell/alarm-notification';
import { findingNotification } from '../../../handlers/tell/finding-notification';
import type { Notification } from '../../../handlers/tell/notification';
import { renderChat } from '../../../handlers/tell/render-chat';
import { renderEmail, renderSubject } from '../../../handlers/tell/render-email';
import { renderMachine } from '../../../handlers/tell/render-machine';
import type { CloudTrailRecord, JsonObject } from '../../../records/cloudtrail-record';

/** What no reader may be given as a link, a mention, markup, or something that steers a terminal. */
const CONTEXT = {
  account: '111122223333',
  region: 'eu-west-1',
  trailLogGroup: 'trail',
  flowLogGroup: 'flows',
  runbookUrl: 'https://example.com/runbook.md',
  alarmPrefix: '',
  queriesFor: () => [],
};
const AT = Date.parse('2026-11-02T08:20:00Z') / 1000;
const DETECTIONS = new Map(
  buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] }).map((each) => [each.id, each] as const),
);
const ALARMS = ['ecs-exec-session-opened', 'trail-stopped', 'ecs-plain-secret-in-environment'];
const STEERING = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

const hostile = fc
  .array(
    fc.constantFrom(
      ...[
        '<!channel>',
        '<!here|x>',
        '<@U0123456>',
        '<#C01>',
        '[x](http://evil.example)',
        '*bold*',
        '_it_',
        '~s~',
      ],
      ...[
        '`',
        '```',
        '<http://evil.example|ok>',
        'https://evil.example',
        '@everyone',
        '&lt;!channel&gt;',
        '\n# a',
      ],
      ...[
        '\u001b[2J',
        '\u001b]8;;http://evil.example\u0007',
        '\r',
        '\u0000',
        '\u009b31m',
        '\u202e',
        '\u2066',
      ],
      ...['\u200b', '\u{e0041}', '\ud800', '\u2028', 'name', ' '],
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));

/** Every text in a record, or in anything else that came from a log, becomes the hostile one. */
function poisoned<T>(value: T, text: string, kept: ReadonlySet<string>, name = ''): T {
  if (typeof value === 'string') return (kept.has(name) ? value : text) as T;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, text, kept, name)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, poisoned(item, text, kept, key)]),
  ) as T;
}

const OF_RECORD = new Set(['eventTime', 'eventVersion']);

function alarm(id: string, text: string): Notification {
  const record = poisoned(EXAMPLES[id]?.fires[0], text, OF_RECORD) as CloudTrailRecord;
  const detection = DETECTIONS.get(id);
  if (detection === undefined) throw new Error(`no detection ${id}`);
  const told = { detection, raisedAt: AT, isEarly: false, records: [record], total: 1, note: text };
  const thread = `${text}/${AT}`;
  return alarmNotification({ id: `${thread}/1`, thread, state: 'START', at: AT, alarms: [told] }, CONTEXT);
}

function finding(text: string): Finding {
  return {
    ...{ id: `f/${text}`, detection: 'ecs-exec-session-opened', severity: 'high', confidence: 0.8 },
    ...{ state: 'START', log: 'cloudtrail', source: text, targets: [text], ports: [], changes: [] },
    ...{ firstSeen: AT, lastSeen: AT, summary: `${text} did it`, evidence: { records: [text], who: text } },
    causes: [{ at: AT, eventId: text, call: `ecs:${text}`, identity: text, identityArn: text, region: text }],
  } as unknown as Finding;
}

async function kinds(text: string): Promise<Readonly<Record<string, Notification>>> {
  const row = { who: text, what: text };
  const asked = {
    query: { id: 'q', question: 'Who?', when: 'now', serves: ['trail-stopped'] },
    ...{ rows: [row], fresh: [row], isCapped: false, executionId: 'e', bytesScanned: 1, failure: undefined },
  } as unknown as Parameters<typeof answerNotification>[0];
  const flood: Notification[] = [];
  await tellStoryFlood('ecs-exec-session-opened', [finding(text)], 1, {
    once: async <T extends object>(_: string, action: () => Promise<T>) => await action(),
    publish: async (notification: Notification) => {
      flood.push(notification);
    },
    ...{ detections: DETECTIONS, context: CONTEXT, now: () => AT * 1000 },
  } as unknown as Parameters<typeof tellStoryFlood>[3]);
  const scan = (type: string, detail: JsonObject) =>
    imageFinding({ 'detail-type': type, id: text, region: text, detail }, CONTEXT, AT) as Notification;
  return {
    ...Object.fromEntries(ALARMS.map((id) => [`alarm ${id}`, alarm(id, text)])),
    finding: findingNotification(
      [{ finding: finding(text), telling: { state: 'START', count: 1 } }],
      DETECTIONS,
      CONTEXT,
      AT,
    ),
    flood: flood[0] as Notification,
    digest: digestNotification(
      [asked, { ...asked, fresh: [], failure: text }],
      new Map(),
      '2026-11-02',
      AT,
      CONTEXT,
    ),
    answer: answerNotification(asked, 'high', '2026-11-02', AT, CONTEXT),
    scan: scan('ECR Image Scan', { 'repository-name': text, 'image-digest': text }),
    inspector: scan('Inspector2 Finding', { title: text, findingArn: text, resources: [{ id: text }] }),
  };
}

const LINK =
  /<https:\/\/[\w.-]+\.(?:amazon\.com|example\.com)[^\s<>|]*\|[\w ,-]+>|<https:\/\/example\.com[^\s<>|]*\|[\w ,-]+>/g;

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function check(kind: string, notification: Notification): void {
  const email = renderEmail(notification);
  expect([kind, email.replaceAll('\n', '')]).toEqual([kind, expect.not.stringMatching(STEERING)]);
  expect(email).not.toMatch(/^# a/m);
  expect(email).toContain(CONTEXT.account);
  expect(renderSubject(notification)).toMatch(/^[\x20-\x7e]{1,100}$/);
  const chat = renderChat(notification);
  const { content, metadata } = JSON.parse(chat);
  for (const text of [content.description, ...content.nextSteps] as string[]) {
    const code = [...text.matchAll(/`[^`\n]*`/g)].map(([each]) => each);
    for (const each of code) expect([kind, each]).toEqual([kind, expect.not.stringMatching(/[<>]/)]);
    const bare = text.replace(/`[^`\n]*`/g, '').replace(LINK, '');
    expect([kind, bare]).toEqual([kind, expect.stringMatching(/^(?:\*[\w -]+\*|[ ·…\n])*$/)]);
    expect(text.replaceAll('\n', '')).not.toMatch(STEERING);
  }
  for (const text of [content.title.slice(content.title.indexOf(' ')), metadata.summary]) {
    expect([kind, text]).toEqual([kind, expect.not.stringMatching(/[<>[\]*_~`@#/\\]/)]);
  }
  const machine = renderMachine(notification);
  expect(machine.replaceAll('\n', '')).not.toMatch(STEERING);
  const events = machine === '' ? [] : machine.split('\n').map((line) => JSON.parse(line) as JsonObject);
  const told = { ...notification, at: '2026-11-02T08:20:01Z', subject: renderSubject(notification), events };
  for (const imported of toAsff({ ...told, text: machine || email }, CONTEXT)) {
    for (const text of textsIn(imported)) {
      expect([kind, text.replaceAll('\n', '')]).toEqual([kind, expect.not.stringMatching(STEERING)]);
    }
  }
}

test('no text of a log is a link, a mention, markup or a control character, in any kind of message', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      for (const [kind, notification] of Object.entries(await kinds(text))) check(kind, notification);
    }),
    { numRuns: 40 },
  );
});
