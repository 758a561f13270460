import { toStory } from '../../../../local/render/timeline/timeline';
import { exampleFinding, exampleResult } from '../../replay/example-result';

const lastLine = (overrides: Parameters<typeof exampleFinding>[0]) =>
  toStory(exampleResult({ alarms: [], findings: [exampleFinding(overrides)] }), true).at(-1)?.headline;

test('the end of a story counts connections where its evidence does: guesses may be more', () => {
  expect(lastLine({})).toBe('198.51.100.23 -> 10.0.1.5:22: 61 connections in all');
  expect(lastLine({ evidence: { attempts: 61, guesses: 240 } })).toContain('61 connections in all');
  const one = [{ state: 'UPDATE', at: 2, count: 1 }] as const;
  expect(
    lastLine({ evidence: { attempts: 1 }, changes: [{ state: 'START', at: 1, count: 1 }, ...one] }),
  ).toContain(': 1 connection so far');
});

test('what a story counts otherwise, it counts without a word', () => {
  expect(lastLine({ evidence: { attempts: 140 } })).toBe('198.51.100.23 -> 10.0.1.5:22: 61 in all');
  expect(lastLine({ log: 'cloudtrail' })).toBe('198.51.100.23 -> 10.0.1.5:22: 61 in all');
});
