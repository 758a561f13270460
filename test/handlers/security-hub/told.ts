import { SNSClient } from '@aws-sdk/client-sns';
import { sampleNotifications } from '../../../docs/rendering/render-notifications';
import type { Notification } from '../../../handlers/tell/notification';
import { publish } from '../../../handlers/tell/publish';
import { FakeAws, type Published } from '../fake-aws/fake-aws';
import { TOPIC } from '../harness/environment';

/** A published message as SNS hands it to a subscribed function, which gets the rendering for machines. */
export function snsEvent(messages: readonly Published[], at = '2026-11-02T08:20:21.000Z'): object {
  return {
    Records: messages.map(({ subject, message, attributes }) => ({
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      Sns: {
        Type: 'Notification',
        TopicArn: TOPIC,
        Subject: subject,
        Message: message['default'] ?? '',
        Timestamp: at,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, Value]) => [name, { Type: 'String', Value }]),
        ),
      },
    })),
  };
}

/** What is published of notifications. */
export async function publishedOf(notifications: readonly Notification[]): Promise<readonly Published[]> {
  const aws = new FakeAws();
  const client = new SNSClient({
    endpoint: await aws.start(),
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  try {
    for (const notification of notifications) await publish(client, TOPIC, notification);
    return [...aws.published];
  } finally {
    client.destroy();
    await aws.stop();
  }
}

/** An alarm about a shell in a container, as it is told first. */
export function shellInContainer(): Notification {
  const [sample] = sampleNotifications();
  if (sample === undefined) throw new Error('docs/rendering/render-notifications.ts has no sample');
  return sample.notification;
}

/** A message about the pipeline itself, which has no event. */
export function brokenChain(state: 'START' | 'END'): Notification {
  return {
    ...shellInContainer(),
    id: `chain/2026-11-02/${state}`,
    thread: 'chain',
    kind: 'health',
    state,
    title: 'The monitoring itself is broken',
    summary: 'no record in harborwatch-trail for 30 minutes',
    detections: [],
    events: [],
  };
}
