import { isoTime } from '../../analysis/iso-time';

test('whole seconds in UTC', () => {
  expect(isoTime(1_793_606_400.9)).toBe('2026-11-02T08:00:00Z');
});

test('a year has four digits, whatever a log says', () => {
  expect(isoTime(253_402_300_799)).toBe('9999-12-31T23:59:59Z');
  expect(isoTime(253_402_300_800)).toBe('9999-12-31T23:59:59Z');
  expect(isoTime(1e15)).toBe('9999-12-31T23:59:59Z');
});
