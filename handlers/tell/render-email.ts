import { isoTime } from '../../analysis/iso-time';
import type { Notification } from './notification';
import { asciiSubject, plainText } from './plain-text';

const STATE_WORD = { START: '', UPDATE: 'UPDATE ', END: 'OVER ' } as const;

/** `HIGH: ECS Exec session opened - user mallory …`; cut to what SNS takes. */
export function renderSubject({ severity, state, title, summary }: Notification): string {
  return asciiSubject(`${STATE_WORD[state]}${severity.toUpperCase()}: ${title} - ${summary}`);
}

/**
 * A message for a person, as text. Whoever reads three lines on a phone knows who did what where, and what to type;
 * lines are not wrapped, so that a command can be copied.
 */
export function renderEmail(notification: Notification): string {
  const { severity, state, title, summary, next, facts, impact, steps, links, id, at } = notification;
  const width = Math.max(...facts.map(({ label }) => label.length), 0) + 2;
  const blocks = [
    [`${STATE_WORD[state]}${severity.toUpperCase()}: ${title}`, summary, `Next: ${next}`],
    facts.flatMap(({ label, lines }) =>
      lines.map((line, index) => `${(index === 0 ? label : '').padEnd(width)}${line}`),
    ),
    impact === '' ? [] : ['Why it matters', `  ${impact}`],
    steps.length === 0 ? [] : ['What to do', ...steps.map((step, index) => `  ${index + 1}. ${step}`)],
    links.length === 0 ? [] : ['Look', ...links.map(({ label, url }) => `  ${label}: ${url}`)],
    [`Told ${isoTime(at)} as ${plainText(id, 700)}`],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
