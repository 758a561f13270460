import type { MessageContext } from './message-context';
import type { Notification } from './notification';

/** What a message on the pipeline itself says; the rest of it is the same for all. */
export type HealthMessage = Pick<
  Notification,
  'id' | 'thread' | 'state' | 'severity' | 'at' | 'title' | 'summary' | 'next' | 'facts' | 'impact'
>;

/** A message on the pipeline itself: of no detection, and with the account first. */
export function healthNotification(
  message: HealthMessage,
  { account, region }: Pick<MessageContext, 'account' | 'region'>,
): Notification {
  return {
    ...message,
    kind: 'health',
    facts: [{ label: 'Account', lines: [`${account}, region ${region}`] }, ...message.facts],
    steps: [],
    links: [],
    detections: [],
    attributes: { account, region },
    events: [],
  };
}
