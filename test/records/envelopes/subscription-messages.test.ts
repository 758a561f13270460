import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { unpackSubscriptionMessages } from '../../../records/envelopes/subscription-messages';
import { unpackSubscriptionEvent } from '../../../records/envelopes/subscription-payload';

const LINE = '2 111122223333 eni-a 203.0.113.7 10.0.1.5 40000 22 6 1 60 1793606400 1793606450 ACCEPT OK';
const payload = {
  messageType: 'DATA_MESSAGE',
  owner: '123456789012',
  logGroup: '/vpc/flow',
  logStream: 'eni-1-all',
  subscriptionFilters: ['ssh'],
  logEvents: [
    { id: '39520001', timestamp: 1_767_225_600_000, message: LINE },
    { id: '39520002', timestamp: 1_767_225_600_014, message: '' },
    { id: '', timestamp: 0, message: `${LINE} 22` },
  ],
};
const PLAIN = JSON.stringify(payload);
const pack = (text: string | Buffer) => ({ awslogs: { data: gzipSync(text).toString('base64') } });

/** What a reader says of an event, or why it has nothing to say. */
function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return String(error);
  }
}

/** The short way and the plain one say the same of whatever comes. */
function expectSame(text: string | Buffer): void {
  const event = pack(text);
  const plain = outcome(() => {
    const { logEvents, ...head } = unpackSubscriptionEvent(event);
    return { ...head, messages: logEvents.map(({ message }) => message) };
  });
  expect(outcome(() => unpackSubscriptionMessages(event))).toEqual(plain);
}

test('messages come in order, with the payload around them', () => {
  const { logEvents, ...head } = payload;
  expect(unpackSubscriptionMessages(pack(PLAIN))).toEqual({
    ...head,
    messages: logEvents.map(({ message }) => message),
  });
});

test.each([
  ['spread over lines', JSON.stringify(payload, undefined, 2)],
  ['without log events', JSON.stringify({ ...payload, logEvents: [] })],
  ['of a control message', JSON.stringify({ ...payload, messageType: 'CONTROL_MESSAGE' })],
  ['of an unknown kind', JSON.stringify({ ...payload, messageType: 'HELLO' })],
  ['without an owner', PLAIN.replace('"owner":"123456789012",', '')],
  ['with a member behind the list', PLAIN.replace(/\}$/, ',"policyLevel":"ACCOUNT_LEVEL_POLICY"}')],
  ['with two lists', PLAIN.replace(/\}$/, ',"logEvents":[]}')],
  ['with two lists, the first of which is none', PLAIN.replace('{', '{"logEvents":[7],')],
  ['with the list in a member', `{"of":${PLAIN},"owner":"1"}`],
  ['with the list in a member and one of its own', `{"of":${PLAIN},${PLAIN.slice(1)}`],
  ['with escapes', PLAIN.replace('eni-a', '\\u0065ni-a \\"')],
  ['with letters that are no ASCII', PLAIN.replace('eni-a', 'eni-ä')],
  ['with a byte that is no UTF-8', Buffer.from(PLAIN.replace('eni-a', 'eni-ä'), 'latin1')],
  ['with a control character', PLAIN.replace('eni-a', 'eni\u0001a')],
  ['with a line break in a message', PLAIN.replace('eni-a', 'eni\na')],
  ['with DEL, which JSON allows', PLAIN.replace('eni-a', 'eni\u007fa')],
  ['with a further member of an event', PLAIN.replace('"message"', '"extractedFields":{"a":"b"},"message"')],
  [
    'with members in another order',
    PLAIN.replace('"timestamp":0,"message":""', '"message":"","timestamp":0'),
  ],
  ['with a timestamp that begins with 0', PLAIN.replace('"timestamp":0', '"timestamp":017')],
  ['with a timestamp below 0', PLAIN.replace('"timestamp":0', '"timestamp":-1')],
  ['with a timestamp that is a fraction', PLAIN.replace('"timestamp":0', '"timestamp":0.5e3')],
  ['with a timestamp of thirty digits', PLAIN.replace('"timestamp":0', `"timestamp":${'9'.repeat(30)}`)],
  ['without a timestamp', PLAIN.replace('"timestamp":0', '"timestamp":')],
  ['with an id that is a number', PLAIN.replace('"39520001"', '39520001')],
  ['with a text that nothing ends', PLAIN.slice(0, PLAIN.indexOf('eni-a'))],
  ['that is a list', '[]'],
  ['that is nothing', ''],
])('a payload %s reads as it does when all of it is parsed', (_, text) => {
  expectSame(text);
});

test('a payload that is cut off anywhere reads as it does when all of it is parsed', () => {
  for (let end = 0; end < PLAIN.length; end += 1) expectSame(PLAIN.slice(0, end));
});

test('a payload with any byte changed, left out or put in reads as it does when all of it is parsed', () => {
  const bytes = Buffer.from(PLAIN);
  fc.assert(
    fc.property(
      fc.nat(bytes.length - 1),
      fc.oneof(fc.constantFrom(...Buffer.from('"\\{}[],:0 \n')), fc.nat(255)),
      fc.constantFrom(0, 1),
      fc.boolean(),
      (at, byte, left, isPut) => {
        const put = isPut ? Buffer.of(byte) : Buffer.alloc(0);
        expectSame(Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + left)]));
      },
    ),
    { numRuns: 1_000 },
  );
});
