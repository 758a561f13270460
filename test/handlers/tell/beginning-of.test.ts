import fc from 'fast-check';
import { beginningOf } from '../../../handlers/tell/beginning-of';
import { recordLine } from '../../../handlers/tell/record-facts';
import type { JsonValue } from '../../../records/cloudtrail/cloudtrail-record';

test('what there is room for is the beginning of the JSON, and no more', () => {
  expect(beginningOf({ command: ['abc', 'def', 'ghi'] }, { left: 15 })).toEqual({ command: ['abc', 'd'] });
  expect(beginningOf('abc', { left: 0 })).toBeUndefined();
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 60 }), (value, left) => {
      // A value has five letters at most, `false`, and so has a character, as JSON writes it.
      const kept = JSON.stringify(beginningOf(value as JsonValue, { left })) ?? '';
      expect(kept.replace(/[^\p{L}]/gu, '').length).toBeLessThanOrEqual(5 * left + 5);
      expect(beginningOf(value as JsonValue, { left: 100_000 })).toEqual(value);
    }),
  );
});

test('a record with more parameters than are looked at shows its beginning, and counts what was masked there', () => {
  const command = Array.from({ length: 60_000 }, () => 'password=hunter2');
  const record = {
    ...{ eventTime: '2026-11-02T08:00:00Z', eventSource: 'ecs.amazonaws.com', eventName: 'RunTask' },
    requestParameters: { command },
  };
  const line = recordLine(record);
  expect(line).not.toContain('hunter2');
  expect(line).toMatch(/\[at least \d+ values masked\]/);
  expect(recordLine({ ...record, requestParameters: { command: command.slice(0, 2) } })).toContain(
    '[2 values masked]',
  );
});
