import type { Finding, FindingState } from '../../../analysis/finding';
import { buildCatalogue } from '../../../detections/catalogue';
import { EXAMPLES } from '../../../detections/examples/index';
import { imageFinding } from '../../../handlers/alarm-context/image-finding';
import {
  answerNotification,
  digestNotification,
} from '../../../handlers/scheduled-audit/digest-notification';
import { tellStoryFlood } from '../../../handlers/stories/story-flood';
import { alarmNotification } from '../../../handlers/tell/alarm-notification';
import { findingNotification } from '../../../handlers/tell/finding-notification';
import type { Notification } from '../../../handlers/tell/notification';
import type { ToldAlarm } from '../../../handlers/tell/told-alarm';
import type { CloudTrailRecord, JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import { MESSAGES_AT as AT, CONTEXT } from './message-context';
import { messagesOnThePipeline } from './messages-on-the-pipeline';

const DETECTIONS = new Map(
  buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] }).map((each) => [each.id, each] as const),
);
const ALARMS = ['ecs-exec-session-opened', 'trail-stopped', 'ecs-plain-secret-in-environment'];
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

function alarm(id: string, text: string, more: Partial<ToldAlarm> = {}, state: FindingState = 'START') {
  const record = poisoned(EXAMPLES[id]?.fires[0], text, OF_RECORD) as CloudTrailRecord;
  const detection = DETECTIONS.get(id);
  if (detection === undefined) throw new Error(`no detection ${id}`);
  const told = { detection, raisedAt: AT, isEarly: false, records: [record], total: 1, note: text, ...more };
  const thread = `${text}/${AT}`;
  return alarmNotification({ id: `${thread}/1`, thread, state, at: AT, alarms: [told] }, CONTEXT);
}

function finding(text: string): Finding {
  return {
    ...{ id: `f/${text}`, detection: 'ecs-exec-session-opened', severity: 'high', confidence: 0.8 },
    ...{ state: 'START', log: 'cloudtrail', source: text, targets: [text], ports: [], changes: [] },
    ...{ firstSeen: AT, lastSeen: AT, summary: `${text} did it`, evidence: { records: [text], who: text } },
    causes: [{ at: AT, eventId: text, call: `ecs:${text}`, identity: text, identityArn: text, region: text }],
  } as unknown as Finding;
}

/** Files of handlers/ that make a message, and the kinds below that come of them. */
export const MADE_IN: Readonly<Record<string, readonly string[]>> = {
  'alarm-context/actor-story.ts': ALARMS.map((id) => `alarm ${id}`).concat('flooded alarm', 'bare alarm'),
  'alarm-context/end-stories.ts': ['end of an alarm'],
  'alarm-context/note-failures.ts': ['failures'],
  'alarm-context/take-alarms.ts': ['scan', 'inspector', 'passed on', 'canary'],
  'chain-check/check-chain.ts': ['broken chain', 'repaired chain'],
  'scheduled-audit/run-audit.ts': ['digest', 'answer'],
  'ssh-campaign-analyzer/tell-left-out.ts': ['left out'],
  'stories/story-flood.ts': ['flood'],
  'stories/tell-claimed.ts': ['finding'],
  'trail-analyzer/answer-canaries.ts': ['canary of a bucket'],
  'trail-analyzer/tell-overdue.ts': ['overdue'],
};

/** One message of each kind that any handler sends, with a text wherever a log's author or an error can put one. */
export async function messageKinds(text: string): Promise<Readonly<Record<string, Notification>>> {
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
    'flooded alarm': alarm('trail-stopped', text, { flood: { counted: 1_000_000 }, group: text }),
    'bare alarm': alarm('trail-stopped', text, { records: [], total: 0 }),
    'end of an alarm': alarm('trail-stopped', text, { records: [] }, 'END'),
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
    ...(await messagesOnThePipeline(text)),
  };
}
