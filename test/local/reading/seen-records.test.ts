import { noteOfForgotten, SeenRecords, SeenTexts } from '../../../local/reading/seen-records';
import { DEFAULT_FORMAT } from '../../../records/flow-logs/flow-log-fields';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';

test('an id is a duplicate from the second time on', () => {
  const seen = new SeenTexts(2_000_000);
  expect(seen.isDuplicate('a')).toBe(false);
  expect(seen.isDuplicate('a')).toBe(true);
  expect(seen.isDuplicate('b')).toBe(false);
});

test('a hundred thousand ids that differ in little are told apart', () => {
  const seen = new SeenTexts(2_000_000);
  const ids = Array.from(
    { length: 100_000 },
    (_, n) => `5f0c6f0e-1d0b-4a6e-9a40-${String(n).padStart(12, '0')}`,
  );
  expect(ids.filter((id) => seen.isDuplicate(id))).toEqual([]);
  expect(ids.every((id) => seen.isDuplicate(id))).toBe(true);
});

test('ids of the last full table are remembered, older ones are forgotten', () => {
  const seen = new SeenTexts(10);
  for (let n = 0; n < 20; n += 1) seen.isDuplicate(`id-${n}`);
  expect(seen.isDuplicate('id-0')).toBe(true);
  for (let n = 20; n < 30; n += 1) seen.isDuplicate(`id-${n}`);
  expect(seen.isDuplicate('id-15')).toBe(true);
  expect(seen.isDuplicate('id-0')).toBe(false);
});

const line = compileFlowLogFormat(DEFAULT_FORMAT).reader();
const isKnown = (seen: SeenRecords, at: number) => {
  line.read(`2 111122223333 eni-1 203.0.113.9 10.0.0.5 ${at} 22 6 1 40 1777629600 1777629640 ACCEPT OK`);
  return seen.isKnownFlow(line);
};

test('flows beyond what memory holds are no duplicates any more, and how many were forgotten is said', () => {
  const seen = new SeenRecords(10);
  for (let at = 1; at <= 20; at += 1) expect(isKnown(seen, at)).toBe(false);
  expect(seen.note).toBeUndefined();
  expect(isKnown(seen, 1)).toBe(true);
  for (let at = 21; at <= 30; at += 1) expect(isKnown(seen, at)).toBe(false);
  expect(isKnown(seen, 15)).toBe(true);
  expect(isKnown(seen, 1)).toBe(false);
  expect(seen.note).toBe(
    'duplicates were looked for among the last 10 to 20 flows; 20 earlier ones were forgotten',
  );
});

test('records that were lost are no duplicate of a window without traffic, in either order', () => {
  const about = (status: string) => {
    line.read(`2 111122223333 eni-1 - - - - - - - 1777629600 1777629660 - ${status}`);
    return line;
  };
  for (const [first, second] of [['NODATA', 'SKIPDATA'] as const, ['SKIPDATA', 'NODATA'] as const]) {
    const seen = new SeenRecords(10);
    expect([first, second, first, second].map((status) => seen.isKnownFlow(about(status)))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  }
});

test('what was forgotten of events and of flows is one sentence', () => {
  expect(
    noteOfForgotten([
      { what: 'events', capacity: 100, forgotten: 7 },
      { what: 'flows', capacity: 10, forgotten: 3 },
    ]),
  ).toBe(
    'duplicates were looked for among the last 100 to 200 events; 7 earlier ones were forgotten, and among the last 10 to 20 flows; 3 earlier ones were forgotten',
  );
  expect(noteOfForgotten([{ what: 'flows', capacity: 10, forgotten: 0 }])).toBeUndefined();
});
