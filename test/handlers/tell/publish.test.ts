import type { SNSClient } from '@aws-sdk/client-sns';
import { sampleNotifications } from '../../../docs/rendering/render-notifications';
import type { NotificationKind } from '../../../handlers/tell/notification';
import { publish } from '../../../handlers/tell/publish';

/** What a message of that kind has for each protocol. */
async function renderings(kind: NotificationKind): Promise<readonly string[]> {
  const [sample] = sampleNotifications();
  if (sample === undefined) throw new Error('there is no sample notification');
  let message = '{}';
  const client = {
    send: async (command: { input: { Message?: string } }) => {
      message = command.input.Message ?? '{}';
    },
  } as unknown as SNSClient;
  await publish(client, 'arn:aws:sns:eu-west-1:111122223333:topic', { ...sample.notification, kind });
  return Object.keys(JSON.parse(message)).sort();
}

test('a message is rendered for mail, chat, machines and text messages', async () => {
  expect(await renderings('alarm')).toEqual(['default', 'email', 'https', 'sms']);
});

test("a canary has nothing that chat would show: chat's subscription takes no filter", async () => {
  expect(await renderings('canary')).toEqual(['default', 'email', 'sms']);
});
