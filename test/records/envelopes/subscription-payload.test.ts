import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import {
  checkSubscriptionPayload,
  SubscriptionPayloadError,
  unpackSubscriptionEvent,
} from '../../../records/envelopes/subscription-payload';

const payload = {
  messageType: 'DATA_MESSAGE',
  owner: '123456789012',
  logGroup: '/vpc/flow',
  logStream: 'eni-1-all',
  subscriptionFilters: ['ssh'],
  logEvents: [{ id: '1', timestamp: 1767225600000, message: '2 1 eni-1 - - - - - - - 1 2 - NODATA' }],
};
const pack = (text: string) => ({ awslogs: { data: gzipSync(text).toString('base64') } });

test('the event of a subscription is unpacked', () => {
  expect(unpackSubscriptionEvent(pack(JSON.stringify(payload)))).toEqual(payload);
});

test('a control message is a payload too', () => {
  const control = { ...payload, messageType: 'CONTROL_MESSAGE', logGroup: '', logStream: '' };
  expect(unpackSubscriptionEvent(pack(JSON.stringify(control))).messageType).toBe('CONTROL_MESSAGE');
});

test.each([
  [undefined, /no text at awslogs.data/],
  [{ awslogs: {} }, /no text at awslogs.data/],
  [{ awslogs: { data: 7 } }, /no text at awslogs.data/],
  [{ Records: [] }, /no text at awslogs.data/],
  [{ awslogs: { data: 'aGVsbG8=' } }, /not gzip in base64: incorrect header check/],
  [
    { awslogs: { data: pack(JSON.stringify(payload)).awslogs.data.slice(0, 80) } },
    /not gzip in base64: unexpected end of file/,
  ],
  [pack('{'), /holds no JSON/],
  [pack('[]'), /is not a JSON object/],
  [pack('{"messageType":"HELLO"}'), /messageType is "HELLO", expected DATA_MESSAGE or CONTROL_MESSAGE/],
  [pack(JSON.stringify({ ...payload, logEvents: {} })), /logEvents is no array/],
  [
    pack(JSON.stringify({ ...payload, logEvents: [...payload.logEvents, { id: '2' }] })),
    /logEvents\[1\] lacks/,
  ],
  [pack(JSON.stringify({ ...payload, logGroup: null })), /logGroup is no text/],
])('%j is refused with a named error that says which layer is wrong', (event, message) => {
  expect(() => unpackSubscriptionEvent(event)).toThrow(SubscriptionPayloadError);
  expect(() => unpackSubscriptionEvent(event)).toThrow(message);
});

test('whatever the event or payload, only the named error is thrown', () => {
  const attempt = (what: () => unknown) => {
    try {
      what();
    } catch (error) {
      expect(error).toBeInstanceOf(SubscriptionPayloadError);
    }
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      attempt(() => unpackSubscriptionEvent(value));
      attempt(() => unpackSubscriptionEvent(pack(JSON.stringify(value))));
      attempt(() => checkSubscriptionPayload(JSON.parse(JSON.stringify({ ...payload, logEvents: [value] }))));
    }),
  );
});
