import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parseCloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { CloudTrailSplitter } from '../../../records/splitting/cloudtrail-splitter';

const record = {
  eventVersion: '1.11',
  eventTime: '2026-01-31T23:59:59Z',
  eventSource: 'ecs.amazonaws.com',
  eventName: 'ExecuteCommand',
};
const parse = (change: object) => parseCloudTrailRecord(JSON.stringify({ ...record, ...change }));

test('a record is given as it stands in the file', () => {
  const text = { ...record, requestParameters: { enableExecuteCommand: true }, responseElements: null };
  expect(parseCloudTrailRecord(JSON.stringify(text))).toEqual({ kind: 'record', record: text });
});

test('a time with a fraction of a second is valid', () => {
  expect(parse({ eventTime: '2026-01-31T23:59:59.123Z' }).kind).toBe('record');
});

test.each([
  [{ eventTime: undefined }, 'eventTime is missing, expected an ISO 8601 time'],
  [{ eventTime: 1767225600 }, 'eventTime is a number, expected an ISO 8601 time'],
  [{ eventTime: '' }, 'eventTime is "", expected an ISO 8601 time such as 2026-01-31T23:59:59Z'],
  [
    { eventTime: '2026-01-31' },
    'eventTime is "2026-01-31", expected an ISO 8601 time such as 2026-01-31T23:59:59Z',
  ],
  [
    { eventTime: '2026-01-31T24:61:00Z' },
    'eventTime is "2026-01-31T24:61:00Z", expected an ISO 8601 time such as 2026-01-31T23:59:59Z',
  ],
  [{ eventSource: null }, 'eventSource is null'],
  [{ eventSource: '' }, 'eventSource is empty'],
  [{ eventName: ['RunTask'] }, 'eventName is an array'],
  [{ eventName: {} }, 'eventName is an object'],
])('a record with %j is unreadable and says why', (change, reason) => {
  expect(parse(change)).toEqual({ kind: 'unreadable', reason });
});

test.each(['null', '[]', '1', '"text"'])('%s is no record', (text) => {
  expect(parseCloudTrailRecord(text)).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringMatching(/^not a JSON object but/),
  });
});

test('text that is no JSON is unreadable with the parser’s reason', () => {
  expect(parseCloudTrailRecord('{"a":maybe}')).toMatchObject({
    reason: expect.stringMatching(/^not JSON: Unexpected/),
  });
});

test.each([{ eventCategory: 'Insight' }, { eventType: 'AwsCloudTrailInsight' }])(
  '%j is an Insight event',
  (change) => {
    expect(parse(change)).toEqual({ kind: 'insight' });
  },
);

test('a management event is no Insight event', () => {
  expect(parse({ eventCategory: 'Management', eventType: 'AwsApiCall' }).kind).toBe('record');
});

test('a digest file is told by its start time', () => {
  const digest = { awsAccountId: '123456789012', digestStartTime: '2026-01-31T23:00:00Z', logFiles: [] };
  expect(parseCloudTrailRecord(JSON.stringify(digest))).toEqual({ kind: 'digest' });
});

test('whatever the text, the answer is a kind and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(['record', 'insight', 'digest', 'unreadable']).toContain(parseCloudTrailRecord(text).kind);
    }),
  );
});

const folder = path.join(__dirname, '../../../../shared/data/cloudtrail');
const isHere = existsSync(folder);

(isHere ? test : test.skip)(
  `every record of the real sets is read${isHere ? '' : ' (skipped: ../shared/data is absent)'}`,
  () => {
    const read = { record: 0, insight: 0, digest: 0, aggregated: 0, foreign: 0, unreadable: 0 };
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name === 'labels.json') continue;
      const splitter = new CloudTrailSplitter({
        record: (text) => {
          read[parseCloudTrailRecord(text).kind]++;
        },
        unreadable: (line, reason) => {
          throw new Error(`${entry.name}:${line}: ${reason}`);
        },
      });
      splitter.push(readFileSync(path.join(entry.parentPath, entry.name)));
      splitter.end();
    }
    expect(read).toEqual({
      record: 310 + 10 + 235 + 142,
      insight: 0,
      digest: 0,
      aggregated: 0,
      foreign: 0,
      unreadable: 0,
    });
  },
);
