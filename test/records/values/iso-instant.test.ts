import fc from 'fast-check';
import { isoInstant } from '../../../records/values/iso-instant';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const slow = (text: string) => (ISO.test(text) ? Date.parse(text) : Number.NaN);

test.each([
  '2026-01-31T23:59:59Z',
  '2026-02-28T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2026-02-30T12:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-01-31T24:00:00Z',
  '2026-01-31T24:00:01Z',
  '2026-01-31T12:60:00Z',
  '2026-01-31T12:00:60Z',
  '2026-01-31T12:00:00.123Z',
  '2026-01-31 12:00:00Z',
  '2026-01-31T12:00:00+',
  '20a6-01-31T12:00:00Z',
  '',
])('%s is what Date.parse says', (text) => {
  expect(isoInstant(text)).toBe(slow(text));
});

test('any time, and any text that differs from one by a character, is what Date.parse says', () => {
  const times = fc
    .date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString().replace(/\.\d+Z$/, 'Z'));
  fc.assert(
    fc.property(times, fc.nat(19), fc.constantFrom(...'0123456789-:TZ. '), (time, at, character) => {
      const changed = time.slice(0, at) + character + time.slice(at + 1);
      expect([isoInstant(time), isoInstant(changed)]).toEqual([slow(time), slow(changed)]);
    }),
    { numRuns: 2_000 },
  );
});
