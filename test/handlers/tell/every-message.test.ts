import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SNSClient } from '@aws-sdk/client-sns';
import fc from 'fast-check';
import { toAsff } from '../../../handlers/security-hub/to-asff';
import type { Notification } from '../../../handlers/tell/notification';
import { publish } from '../../../handlers/tell/publish';
import { renderChat } from '../../../handlers/tell/render-chat';
import { renderEmail, renderSubject } from '../../../handlers/tell/render-email';
import { renderMachine } from '../../../handlers/tell/render-machine';
import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import { CONTEXT } from './message-context';
import { MADE_IN, messageKinds } from './message-kinds';

/** What no reader may be given as a link, a mention, markup, or something that steers a terminal. */
const STEERING = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

const hostile = fc
  .array(
    fc.constantFrom(
      ...[
        '<!channel>',
        '<!here|x>',
        '<@U0123456>',
        '<#C01>',
        '[x](http://evil.example)',
        '*bold*',
        '_it_',
        '~s~',
      ],
      ...[
        '`',
        '```',
        '<http://evil.example|ok>',
        'https://evil.example',
        '@everyone',
        '&lt;!channel&gt;',
        '\n# a',
      ],
      ...[
        '\u001b[2J',
        '\u001b]8;;http://evil.example\u0007',
        '\r',
        '\u0000',
        '\u009b31m',
        '\u202e',
        '\u2066',
      ],
      ...['\u200b', '\u{e0041}', '\ud800', '\u2028', 'name', ' '],
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const LINK =
  /<https:\/\/[\w.-]+\.(?:amazon\.com|example\.com)[^\s<>|]*\|[\w ,-]+>|<https:\/\/example\.com[^\s<>|]*\|[\w ,-]+>/g;

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function check(kind: string, notification: Notification): void {
  const email = renderEmail(notification);
  expect([kind, email.replaceAll('\n', '')]).toEqual([kind, expect.not.stringMatching(STEERING)]);
  expect(email).not.toMatch(/^# a/m);
  if (notification.kind !== 'canary') expect(email).toContain(CONTEXT.account);
  expect(renderSubject(notification)).toMatch(/^[\x20-\x7e]{1,99}$/);
  const chat = renderChat(notification);
  const { content, metadata } = JSON.parse(chat);
  for (const text of [content.description, ...content.nextSteps] as string[]) {
    const code = [...text.matchAll(/`[^`\n]*`/g)].map(([each]) => each);
    for (const each of code) expect([kind, each]).toEqual([kind, expect.not.stringMatching(/[<>]/)]);
    const bare = text.replace(/`[^`\n]*`/g, '').replace(LINK, '');
    expect([kind, bare]).toEqual([
      kind,
      expect.stringMatching(/^(?:\*[\p{L}\p{N} ,;:'"%()+=-]+\*|[ ·…\n])*$/u),
    ]);
    expect(text.replaceAll('\n', '')).not.toMatch(STEERING);
  }
  for (const text of [content.title.slice(content.title.indexOf(' ')), metadata.summary]) {
    expect([kind, text]).toEqual([kind, expect.not.stringMatching(/[<>[\]*_~`@#/\\]/)]);
  }
  const machine = renderMachine(notification);
  expect(machine.replaceAll('\n', '')).not.toMatch(STEERING);
  const events = machine === '' ? [] : machine.split('\n').map((line) => JSON.parse(line) as JsonObject);
  const told = { ...notification, at: '2026-11-02T08:20:01Z', subject: renderSubject(notification), events };
  for (const imported of toAsff({ ...told, text: machine || email }, CONTEXT)) {
    for (const text of textsIn(imported)) {
      expect([kind, text.replaceAll('\n', '')]).toEqual([kind, expect.not.stringMatching(STEERING)]);
    }
  }
}

test('no text of a log is a link, a mention, markup or a control character, in any kind of message', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      for (const [kind, notification] of Object.entries(await messageKinds(text))) check(kind, notification);
    }),
    { numRuns: 40 },
  );
});

const HANDLERS = path.join(__dirname, '../../../handlers');

test('every file of the handlers that sends a message has its kinds here', async () => {
  const files = readdirSync(HANDLERS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const sending = files.filter((file) =>
    /(?<!function )\bpublish\((?!sns)/.test(readFileSync(path.join(HANDLERS, file), 'utf8')),
  );
  expect(sending.sort()).toEqual(Object.keys(MADE_IN).sort());
  expect(Object.keys(await messageKinds('x')).sort()).toEqual(Object.values(MADE_IN).flat().sort());
});

/** What SNS, SQS behind it, and text messages take. */
const MOST = {
  /** "256 KB", with attributes ("Publish" in the API reference). */
  message: 262_144,
  /** A message of SQS, with what SNS wraps it in. */
  wrapped: 1_048_576,
  /** With raw delivery to a queue ("Amazon SNS message attributes"). */
  attributes: 10,
  /** What one text message holds, in ASCII. */
  sms: 140,
};

/** Texts of which a record of 256 KB has one in each member, of characters that JSON, UTF-8 or nobody writes in one byte. */
const long = fc
  .tuple(
    fc.constantFrom('x', ' ', '"', '\\', 'ü', '\u0000', '\u{1f600}', '\ud800', '`', '\n', 'a@b ', '://'),
    fc.integer({ min: 0, max: 8_000 }),
  )
  .map(([part, times]) => part.repeat(Math.ceil(times / part.length)));

test('every kind of message is within the limits of what carries it, however long a text in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(long, fc.string({ unit: 'binary' })), async (text) => {
      for (const [kind, notification] of Object.entries(await messageKinds(text))) {
        const input = await published(notification);
        const { Message = '', Subject = '', MessageAttributes = {} } = input;
        const values = Object.entries(MessageAttributes).flatMap(([name, { DataType, StringValue = '' }]) => {
          expect([kind, name, StringValue]).not.toEqual([kind, name, expect.stringMatching(/^\s*$/)]);
          return [name, DataType, StringValue];
        });
        expect([kind, Buffer.byteLength(Message + values.join('')) <= MOST.message]).toEqual([kind, true]);
        expect([kind, Object.keys(MessageAttributes).length <= MOST.attributes]).toEqual([kind, true]);
        const wrapped = JSON.stringify({ Type: 'Notification', Message, Subject, MessageAttributes });
        expect([kind, Buffer.byteLength(wrapped) <= MOST.wrapped]).toEqual([kind, true]);
        expect(Subject).toMatch(/^[!-~][\x20-\x7e]{0,98}$/);
        const { sms, email, default: machine } = JSON.parse(Message) as Record<string, string>;
        expect(sms).toMatch(/^[\x20-\x7e]+$/);
        expect(sms?.length).toBeLessThanOrEqual(MOST.sms);
        for (const each of [email, machine]) expect(each?.trim()).not.toBe('');
        const tokens = MessageAttributes['tokens']?.StringValue;
        if (notification.kind === 'canary')
          expect(JSON.parse(tokens ?? '').length).toBeGreaterThanOrEqual(40);
      }
    }),
    { numRuns: 25, examples: [['\u0000'.repeat(8_000)]] },
  );
});

interface PublishInput {
  readonly Message?: string;
  readonly Subject?: string;
  readonly MessageAttributes?: Readonly<Record<string, { DataType: string; StringValue?: string }>>;
}

async function published(notification: Notification): Promise<PublishInput> {
  let sent: PublishInput = {};
  const client = {
    send: async ({ input }: { readonly input: PublishInput }) => {
      sent = input;
    },
  } as unknown as SNSClient;
  await publish(client, 'arn:aws:sns:eu-west-1:111122223333:topic', notification);
  return sent;
}
