import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notification } from './notification';
import { asciiSubject, cutText } from './plain-text';
import { renderChat } from './render-chat';
import { renderEmail, renderSubject } from './render-email';
import { renderMachine } from './render-machine';

/** SNS takes 256 KiB with attributes and all ("Publish" in the API reference); the rest is room for those. */
const MOST_BYTES = 240_000;
const MOST_EMAIL = 60_000;
const MOST_MACHINE = 120_000;
const LEAST = 1_000;
/** An attribute's value may be long, but what subscribers choose by is not; nobody chooses by a canary's tokens. */
const MOST_ATTRIBUTE = 1_000;
const MOST_CANARY_ATTRIBUTE = 16_000;
/** Characters that XML 1.0 has not, in which SNS answers and delivers. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

/**
 * Publishes one message in three renderings: text for mail, AWS's custom-notification schema for chat (Amazon Q
 * subscribes by HTTPS), OCSF for machines (everything else).
 */
export async function publish(
  client: SNSClient,
  topicArn: string,
  notification: Notification,
): Promise<void> {
  await client.send(
    new PublishCommand({
      TopicArn: topicArn,
      Subject: renderSubject(notification),
      MessageStructure: 'json',
      Message: messageOf(notification),
      MessageAttributes: attributesOf(notification),
    }),
  );
}

/** The renderings in one JSON text, shortened until SNS takes it: quotes and escapes count, and names may be full of them. */
function messageOf(notification: Notification): string {
  for (let share = 1; ; share /= 2) {
    const email = cutBytes(renderEmail(notification), MOST_EMAIL * share);
    const machine = renderMachine(notification, MOST_MACHINE * share);
    const isShort = Buffer.byteLength(machine) <= MOST_MACHINE * share;
    const message = JSON.stringify({
      default: isShort ? machine || email : email,
      email,
      // Chat shows what has its schema and nothing else; its subscription takes no filter to leave canaries out.
      ...(notification.kind !== 'canary' && { https: renderChat(notification) }),
      sms: asciiSubject(renderSubject(notification)),
    });
    if (Buffer.byteLength(message) <= MOST_BYTES || MOST_EMAIL * share < LEAST) return message;
  }
}

function attributesOf({ id, thread, kind, state, severity, detections, attributes }: Notification) {
  const most = kind === 'canary' ? MOST_CANARY_ATTRIBUTE : MOST_ATTRIBUTE;
  const text = (value: string) => {
    const StringValue = cutText(value.replace(NOT_XML, '?'), most);
    return { DataType: 'String', StringValue: StringValue.trim() === '' ? 'unknown' : StringValue };
  };
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
