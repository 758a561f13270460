import type { Notification } from './notification';
import { cutText } from './plain-text';

const SIGN = {
  low: ':large_blue_circle:',
  medium: ':large_yellow_circle:',
  high: ':red_circle:',
  critical: ':rotating_light:',
};
const STATE_WORD = { START: '', UPDATE: 'Update: ', END: 'Over: ' } as const;

/** What the schema of custom notifications takes, with room to spare: Amazon Q cuts or drops what is longer. */
const MOST = { title: 225, description: 7_990, line: 1_500, step: 300, steps: 10, keyword: 75 };

/**
 * A message in the custom-notification schema of Amazon Q in chat applications, which brings it to Slack and Teams.
 * The thread groups START, UPDATE and END.
 */
export function renderChat(notification: Notification): string {
  const { severity, state, title, summary, next, facts, impact, steps, links } = notification;
  const blocks = [
    [asCode(summary)],
    [`*Next* ${asCode(next)}`],
    facts.flatMap(({ label, lines }) =>
      lines.map((line, index) => `${index === 0 ? `*${withoutMarkup(label)}* ` : ''}${asCode(line)}`),
    ),
    impact === '' ? [] : [`*Why it matters* ${asCode(impact)}`],
    links.length === 0 ? [] : [links.map(({ label, url }) => `<${url}|${label}>`).join(' · ')],
  ];
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    id: notification.id,
    content: {
      textType: 'client-markdown',
      title: `${SIGN[severity]} ${cutText(`${STATE_WORD[state]}${withoutMarkup(title)}`, MOST.title)}`,
      description: whatFits(blocks.filter((lines) => lines.length > 0)),
      nextSteps: steps.slice(0, MOST.steps).map((step) => asCode(step, MOST.step)),
      keywords: [severity, ...notification.detections].map((word) => cutText(word, MOST.keyword)),
    },
    metadata: {
      threadId: notification.thread,
      summary: cutText(withoutMarkup(title), MOST.title),
      eventType: notification.kind,
      additionalContext: { severity, state, ...plainValues(notification.attributes) },
    },
  });
}

/**
 * Text as code, which neither Slack nor Teams looks into: a name may hold a mention (`<!channel>`, `@here`), a link
 * in Markdown, a bare address or formatting, and must stay what it is. Slack's three characters are escaped even in
 * code ("Formatting text for app surfaces").
 */
function asCode(text: string, most: number = MOST.line): string {
  return text === '' ? '' : `\`${escaped(cutText(text, most).replaceAll('`', "'"))}\``;
}

/** Whole lines only: half a line would be code without an end. */
function whatFits(blocks: readonly (readonly string[])[]): string {
  let text = '';
  for (const [index, lines] of blocks.entries()) {
    for (const [at, line] of lines.entries()) {
      const longer = `${text}${index === 0 ? '' : at === 0 ? '\n\n' : '\n'}${line}`;
      if (longer.length > MOST.description) return `${text}\n…`;
      text = longer;
    }
  }
  return text;
}

/** A title shows no code: what could be markup, a mention or a link goes. */
function withoutMarkup(title: string): string {
  return title.replace(/[^\p{L}\p{N} ,;:'"%()+=-]/gu, ' ').replace(/ {2,}/g, ' ');
}

function plainValues(attributes: Notification['attributes']): Notification['attributes'] {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, withoutMarkup(value)]));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
