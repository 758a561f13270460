import type { Notification } from './notification';

const SIGN = {
  low: ':large_blue_circle:',
  medium: ':large_yellow_circle:',
  high: ':red_circle:',
  critical: ':rotating_light:',
};
const STATE_WORD = { START: '', UPDATE: 'Update: ', END: 'Over: ' } as const;

/** What the schema of custom notifications takes, with room to spare: Amazon Q cuts or drops what is longer. */
const MOST = { title: 250, description: 8_000, step: 350, steps: 10, keyword: 75 };

/**
 * A message in the custom-notification schema of Amazon Q in chat applications, which brings it to Slack and Teams.
 * The thread groups START, UPDATE and END.
 */
export function renderChat(notification: Notification): string {
  const { severity, state, title, summary, next, facts, impact, steps, links } = notification;
  const description = [
    escapeMarkdown(summary),
    `*Next* \`${next.replaceAll('`', "'")}\``,
    facts.map(({ label, lines }) => `*${label}* ${lines.map(escapeMarkdown).join('\n')}`).join('\n'),
    ...(impact === '' ? [] : [`*Why it matters* ${escapeMarkdown(impact)}`]),
    links.map(({ label, url }) => `<${url}|${label}>`).join(' · '),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    id: notification.id,
    content: {
      textType: 'client-markdown',
      title: cut(`${SIGN[severity]} ${STATE_WORD[state]}${escapeMarkdown(title)}`, MOST.title),
      description: cut(description, MOST.description),
      nextSteps: steps.slice(0, MOST.steps).map((step) => cut(escapeMarkdown(step), MOST.step)),
      keywords: [severity, ...notification.detections].map((word) => cut(word, MOST.keyword)),
    },
    metadata: {
      threadId: notification.thread,
      summary: cut(title, MOST.title),
      eventType: notification.kind,
      additionalContext: { severity, state, ...notification.attributes },
    },
  });
}

/** Mentions, links and formatting in a name would be Slack's to act on: `<!channel>` must stay text. */
function escapeMarkdown(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
