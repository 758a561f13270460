import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notification } from './notification';
import { asciiSubject } from './plain-text';
import { renderChat } from './render-chat';
import { renderEmail, renderSubject } from './render-email';
import { renderMachine } from './render-machine';

/** SNS takes 256 KiB with everything in it; what is cut is the longest rendering. */
const MOST_BYTES = 250_000;
const MOST_EACH = MOST_BYTES / 4;

/**
 * Publishes one message in three renderings: text for mail, AWS's custom-notification schema for chat (Amazon Q
 * subscribes by HTTPS), OCSF for machines (everything else).
 */
export async function publish(
  client: SNSClient,
  topicArn: string,
  notification: Notification,
): Promise<void> {
  const email = cutBytes(renderEmail(notification), MOST_EACH);
  const machine = renderMachine(notification, MOST_BYTES / 2);
  await client.send(
    new PublishCommand({
      TopicArn: topicArn,
      Subject: renderSubject(notification),
      MessageStructure: 'json',
      Message: JSON.stringify({
        default: Buffer.byteLength(machine) <= MOST_BYTES / 2 ? machine || email : email,
        email,
        // Chat shows what has its schema and nothing else; its subscription takes no filter to leave canaries out.
        ...(notification.kind !== 'canary' && { https: renderChat(notification) }),
        sms: asciiSubject(renderSubject(notification)),
      }),
      MessageAttributes: attributesOf(notification),
    }),
  );
}

function attributesOf({ id, thread, kind, state, severity, detections, attributes }: Notification) {
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  return {
    ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, text(value)])),
    id: text(id),
    thread: text(thread),
    kind: text(kind),
    state: text(state),
    severity: text(severity),
    detections: { DataType: 'String.Array', StringValue: JSON.stringify(detections) },
  };
}

/** By bytes, not within a character. */
function cutBytes(text: string, most: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  return `${bytes
    .subarray(0, most)
    .toString('utf8')
    .replace(/\ufffd+$/, '')}\n(cut: the message was too long)\n`;
}
