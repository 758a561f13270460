import { checkWindow } from '../../../../local/commands/query/window';
import { UsageError } from '../../../../local/terminal/usage-error';

const NOW = 1_793_607_300;

test.each([
  [{ since: '2026-11-03', until: '2026-11-01' }],
  [{ since: '2026-11-02', until: '2026-11-02' }],
  [{ since: '24h', until: '7d' }],
  [{ since: '24h', until: '2026-10-01' }],
  [{ since: '2026-12-01' }],
])('%j ends before it begins, and is refused', (values) => {
  expect(() => checkWindow(values, NOW)).toThrow(UsageError);
  expect(() => checkWindow(values, NOW)).toThrow('ends before it begins; swap or widen it');
});

test.each([
  [{}],
  [{ until: '2026-11-01' }],
  [{ since: '7d' }],
  [{ since: '7d', until: '24h' }],
  [{ since: '2026-11-01', until: '2026-11-01T00:00:01Z' }],
])('%j is a window', (values) => {
  expect(() => checkWindow(values, NOW)).not.toThrow();
});
