import fc from 'fast-check';
import type { CloudTrailRecord, JsonValue } from '../../../records/cloudtrail/cloudtrail-record';
import { typedRecord, typeRecord } from '../../../records/cloudtrail/typed-record';

const record: CloudTrailRecord = {
  eventTime: '2026-05-01T10:00:00Z',
  eventSource: 'ecs.amazonaws.com',
  eventName: 'ExecuteCommand',
  eventID: 'e-1',
  sourceIPAddress: '192.0.2.1',
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::111122223333:assumed-role/ops/anna',
    sessionContext: { sessionIssuer: { userName: 'ops' }, attributes: { mfaAuthenticated: 'true' } },
  },
  requestParameters: null,
  responseElements: null,
};
const withMember = (path: string, value: JsonValue): CloudTrailRecord => {
  const copy = structuredClone(record) as Record<string, JsonValue>;
  const names = path.split('.');
  let inner: Record<string, JsonValue> = copy;
  for (const name of names.slice(0, -1)) inner = inner[name] as Record<string, JsonValue>;
  inner[names.at(-1) ?? ''] = value;
  return copy as unknown as CloudTrailRecord;
};

test('a record as CloudTrail writes it comes back itself, its nulls for no request and no response with it', () => {
  const typed = typeRecord(record);
  expect(typed).toEqual({ kind: 'record', record, emptied: [], leftOut: [] });
  expect(typed.kind === 'record' && typed.record).toBe(record);
});

test.each([
  ['errorCode', null],
  ['errorCode', ''],
  ['eventID', null],
  ['userIdentity', null],
  ['userIdentity.userName', ''],
  ['userIdentity.sessionContext', null],
  ['userIdentity.sessionContext.sessionIssuer.userName', null],
])('%s of %j counts as absent, and is told', (path, value) => {
  const typed = typeRecord(withMember(path, value));
  expect(typed).toMatchObject({ kind: 'record', emptied: [path] });
  expect(JSON.stringify(typed.kind === 'record' && typed.record)).not.toContain(
    `"${path.split('.').at(-1)}":${JSON.stringify(value)}`,
  );
});

test.each([
  ['userIdentity', 'HIDDEN', 'userIdentity is a string "HIDDEN", expected an object'],
  ['errorCode', 403, 'errorCode is a number, expected text'],
  ['eventID', ['a'], 'eventID is an array, expected text'],
  ['sourceIPAddress', {}, 'sourceIPAddress is an object, expected text'],
  ['userIdentity.arn', false, 'userIdentity.arn is a boolean, expected text'],
  ['userIdentity.sessionContext', 'x', 'userIdentity.sessionContext is a string "x", expected an object'],
])('%s of %j costs the record, which says why', (path, value, reason) => {
  expect(typeRecord(withMember(path, value))).toEqual({ kind: 'unreadable', reason });
});

test('a request that is a word, as HIDDEN_DUE_TO_SECURITY_REASONS, costs only itself', () => {
  const typed = typeRecord(withMember('requestParameters', 'HIDDEN_DUE_TO_SECURITY_REASONS'));
  expect(typed).toMatchObject({ kind: 'record', leftOut: ['requestParameters'] });
});

test('in Lambda a wrong member is left out, and the message about the rest is sent', () => {
  expect(typedRecord(withMember('errorCode', 403))).not.toHaveProperty('errorCode');
  expect(typedRecord(withMember('errorCode', ''))).not.toHaveProperty('errorCode');
  expect(typedRecord(record)).toMatchObject({ eventName: 'ExecuteCommand', eventID: 'e-1' });
});

test('in Lambda a text is no longer than CloudTrail writes it, whatever stands in the log group', () => {
  const long = 'x'.repeat(240_000);
  for (const name of ['sourceIPAddress', 'userAgent', 'eventName', 'eventID']) {
    expect(typedRecord(withMember(name, long))[name]).toBe('x'.repeat(2_048));
  }
  expect(typedRecord(withMember('userIdentity.arn', long)).userIdentity?.arn).toHaveLength(2_048);
});

test('in Lambda, whatever stands in a member: a record comes of it, with texts only where texts belong', () => {
  const odd = fc.oneof(
    fc.jsonValue() as fc.Arbitrary<JsonValue>,
    fc.constantFrom<JsonValue>('', ' ', null, '\ud800', '__proto__', { toString: '' }, 'x'.repeat(5_000)),
  );
  const names = ['eventID', 'awsRegion', 'userAgent', 'sourceIPAddress', 'requestParameters', '__proto__'];
  const paths = [...names, 'userIdentity', 'userIdentity.arn', 'userIdentity.principalId'];
  fc.assert(
    fc.property(fc.constantFrom(...paths), odd, (path, value) => {
      const typed = typedRecord(withMember(path, value));
      expect(typed.eventName).toBe('ExecuteCommand');
      for (const text of [typed.eventID, typed.awsRegion, typed.userIdentity?.arn]) {
        if (text === undefined) continue;
        expect(text.trim()).not.toBe('');
        expect(text.length).toBeLessThanOrEqual(2_048);
      }
      expect(typed.requestParameters ?? {}).toEqual(expect.any(Object));
    }),
  );
});

test('a record deeper than a stack is kept, with words in place of its depth', () => {
  const depth = 50_000;
  const deep = JSON.parse(`${'{"a":'.repeat(depth)}[1]${'}'.repeat(depth)}`);
  const typed = typedRecord({ ...record, requestParameters: { cluster: 'shop', deep } });
  expect(typed).toMatchObject({ eventName: 'ExecuteCommand', requestParameters: { cluster: 'shop' } });
  expect(JSON.stringify(typed)).toContain('nested too deep');
  expect(JSON.stringify(typed).length).toBeLessThan(2_000);
});
