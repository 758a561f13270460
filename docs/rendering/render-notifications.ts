import { buildCatalogue, detectionById } from '../../detections/catalogue';
import { EXAMPLE_ACCOUNT, EXAMPLE_REGION } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import { alarmNotification } from '../../handlers/tell/alarm-notification';
import type { MessageContext } from '../../handlers/tell/message-context';
import type { Notification } from '../../handlers/tell/notification';
import { renderChat } from '../../handlers/tell/render-chat';
import { renderEmail, renderSubject } from '../../handlers/tell/render-email';
import { renderMachine } from '../../handlers/tell/render-machine';
import type { AlarmStory, ToldAlarm } from '../../handlers/tell/told-alarm';
import { queriesFor } from '../../queries/catalogue';

const CONTEXT: MessageContext = {
  account: EXAMPLE_ACCOUNT,
  region: EXAMPLE_REGION,
  trailLogGroup: 'harborwatch-trail',
  flowLogGroup: 'harborwatch-flow-logs',
  runbookUrl: 'https://example.com/docs/runbook.md',
  reportsBucket: 'harborwatch-results',
  alarmPrefix: '',
  queriesFor: (id) => queriesFor(id).map((query) => query.id),
};

/** Five minutes after the records: what delivery and the alarm's period take. */
const RAISED_AT = Date.parse('2026-11-02T08:20:00Z') / 1000;

interface Sample {
  readonly heading: string;
  /** Detection and which of its examples is the record behind it. */
  readonly alarms: readonly (readonly [id: string, example: number])[];
}

/** A shell in a container, a secret in a task definition, and one actor who sets off two alarms. */
const SAMPLES: readonly Sample[] = [
  { heading: 'A shell in a container', alarms: [['ecs-exec-session-opened', 1]] },
  { heading: 'A secret in a task definition', alarms: [['ecs-plain-secret-in-environment', 0]] },
  {
    heading: 'One actor, two alarms, one message',
    alarms: [
      ['trail-stopped', 0],
      ['ssh-port-opened-to-world', 0],
    ],
  },
];

/** The messages of the samples, as the alarm context would publish them. */
export function sampleNotifications(): readonly { heading: string; notification: Notification }[] {
  const catalogue = buildCatalogue();
  return SAMPLES.map(({ heading, alarms }) => {
    const told = alarms.map(([id, example]): ToldAlarm => {
      const record = EXAMPLES[id]?.fires[example];
      if (record === undefined) throw new Error(`${id} has no example ${example} that fires`);
      return {
        detection: detectionById(id, catalogue),
        isEarly: false,
        raisedAt: RAISED_AT,
        records: [
          { ...record, eventID: `${record.eventID?.slice(0, -12)}${id.length.toString().padStart(12, '0')}` },
        ],
        total: 1,
        note: undefined,
      };
    });
    const actor = told[0]?.records[0]?.userIdentity?.arn ?? '';
    const thread = `${actor}/2026-11-02T08:20:20Z`;
    const story: AlarmStory = { id: `${thread}/1`, thread, state: 'START', at: RAISED_AT + 20, alarms: told };
    return { heading, notification: alarmNotification(story, CONTEXT) };
  });
}

/** docs/notifications.md: three messages, each as mail, as chat and as OCSF. */
export function renderNotifications(): string {
  const samples = sampleNotifications().map(({ heading, notification }) =>
    [
      `## ${heading}`,
      '### E-mail',
      block('text', `Subject: ${renderSubject(notification)}\n\n${renderEmail(notification)}`),
      '### Slack and Teams',
      block('json', pretty(renderChat(notification))),
      '### Machines (OCSF Detection Finding)',
      ...renderMachine(notification)
        .split('\n')
        .map((event) => block('json', pretty(event))),
    ].join('\n\n'),
  );
  return `${[
    '# Notifications',
    "What people and machines get, rendered from the catalogue's own example events. The first three lines say who did what where, and what to type next.",
    '`npm run docs` writes this page; a test compares its bytes.',
    ...samples,
  ].join('\n\n')}\n`;
}

function block(language: string, text: string): string {
  return `\`\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\``;
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
