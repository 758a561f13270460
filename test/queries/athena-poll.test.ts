import { estimateUsd, renderUsd } from '../../queries/athena-cost';
import { DEFAULT_POLL, pollDelay, waitFor } from '../../queries/athena-poll';
import { athenaCell } from '../../queries/athena-value';

test('looks become rarer, up to one in five seconds', () => {
  const delays = Array.from({ length: 12 }, (_, attempt) =>
    pollDelay(attempt, { ...DEFAULT_POLL, random: () => 1 }),
  );
  expect(delays[0]).toBe(250);
  expect(delays.toSorted((a, b) => a - b)).toEqual(delays);
  expect(delays.at(-1)).toBe(5000);
});

test('jitter takes away up to half of a delay', () => {
  expect(pollDelay(0, { ...DEFAULT_POLL, random: () => 0 })).toBe(125);
});

test('waiting ends when the signal aborts, and does not begin when it has', async () => {
  const abort = new AbortController();
  const began = Date.now();
  setTimeout(() => abort.abort(), 10);
  await waitFor(60_000, abort.signal);
  await waitFor(60_000, abort.signal);
  expect(Date.now() - began).toBeLessThan(10_000);
});

test('a terabyte costs five dollars, ten megabytes are the least, nothing is free', () => {
  expect(estimateUsd(1e12)).toBe(5);
  expect(estimateUsd(1)).toBe(estimateUsd(10e6));
  expect(estimateUsd(0)).toBe(0);
  expect([renderUsd(5), renderUsd(estimateUsd(1)), renderUsd(0)]).toEqual(['$5.00', '$0.00005', '$0.00']);
});

test.each([
  ['2026-11-02 08:15:00.000 UTC', 'timestamp with time zone', '2026-11-02T08:15:00Z'],
  ['2026-11-02 08:15:00.250', 'timestamp', '2026-11-02T08:15:00.250Z'],
  ['2026-11-02 08:15:00.000 Europe/Berlin', 'timestamp with time zone', '2026-11-02 08:15:00 Europe/Berlin'],
  ['7', 'integer', 7],
  ['9007199254740993', 'bigint', '9007199254740993'],
  ['0.94', 'double', 0.94],
  ['true', 'boolean', true],
  ['[a, b]', 'array', '[a, b]'],
  [undefined, 'varchar', null],
])('%s as %s is %p', (text, type, cell) => {
  expect(athenaCell(text, type)).toEqual(cell);
});
