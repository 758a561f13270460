import { parseTimeRange } from '../../../local/replay/time-range';

const since = (text: string) => parseTimeRange({ since: text }).since;

test('without limits all records count', () => {
  expect(parseTimeRange({})).toEqual({ since: -Infinity, until: Infinity });
});

test.each([
  ['2026-11-02T08:15:00Z', '2026-11-02T08:15:00Z'],
  ['2026-11-02T08:15:00', '2026-11-02T08:15:00Z'],
  ['2026-11-02T08:15', '2026-11-02T08:15:00Z'],
  ['2026-11-02', '2026-11-02T00:00:00Z'],
  ['2026-11-02T08:15:00+02:00', '2026-11-02T06:15:00Z'],
  ['2026-11-02T08:15:00.500Z', '2026-11-02T08:15:00.500Z'],
  ['2024-02-29', '2024-02-29T00:00:00Z'],
])('%s is %s', (text, time) => {
  expect(since(text)).toBe(Date.parse(time) / 1000);
});

test.each([
  'last week',
  '02.11.2026',
  '2026-13-01',
  '2026-02-30',
  '2026-11-02T25:00:00Z',
  '2026-11-02Z',
  '1762071300',
  '',
])('%j is refused with the option, the value and an example', (text) => {
  expect(() => since(text)).toThrow(
    `--since is ${JSON.stringify(text)}; allowed is a time such as 2026-11-02T08:15:00Z`,
  );
});

test('the words that questions take are taken here, too', () => {
  const now = Date.now() / 1000;
  expect(now - since('24h')).toBeCloseTo(86_400, -1);
  expect(now - since('7d')).toBeCloseTo(604_800, -1);
  expect(since('yesterday') % 86_400).toBe(0);
});

test('a range that ends before it begins is refused', () => {
  expect(() => parseTimeRange({ since: '2026-11-03', until: '2026-11-02' })).toThrow(
    '--since 2026-11-03 is not before --until 2026-11-02; swap or widen them',
  );
});
