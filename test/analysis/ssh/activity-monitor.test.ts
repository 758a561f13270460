import { ActivityMonitor } from '../../../analysis/ssh/activity-monitor';
import { DEFAULT_SSH_POLICY } from '../../../analysis/ssh/policy';
import { sshBruteForce } from '../../../analysis/ssh/rules/ssh-brute-force';
import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { ATTACKER, EIGHT, talk, times } from './flows';

const campaign = (source: string, count: number, from = EIGHT): FlowRecord[] =>
  times(count, (index) => talk({ source, clientPort: 30_000 + index, at: from + index * 30 })).flat();

function watch(records: readonly FlowRecord[], mostSlices?: number) {
  const monitor = new ActivityMonitor(
    [sshBruteForce],
    DEFAULT_SSH_POLICY,
    mostSlices === undefined ? {} : { mostSlices },
  );
  for (const record of records) monitor.addFlow(record);
  return monitor.finish();
}

test('what fits is judged as a whole, in whatever order it came', () => {
  const records = campaign('203.0.113.7', 60);
  const inOrder = watch(records);
  expect(inOrder.overflow).toEqual([]);
  expect(watch([...records].reverse())).toEqual(inOrder);
});

test('a story that outgrows memory stays one story, and what was left out is said', () => {
  const { findings, overflow } = watch(campaign('203.0.113.7', 400), 200);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    firstSeen: EIGHT,
    lastSeen: EIGHT + 399 * 30 + 3,
    changes: expect.arrayContaining([expect.objectContaining({ state: 'START', count: 9 })]),
  });
  expect(overflow).toEqual([expect.stringMatching(/^\d+ flow records left the analysis within 24 hours/)]);
});

test('stories that are over are not forgotten when room is made', () => {
  const day = 86_400;
  const { findings, overflow } = watch(
    [...campaign('203.0.113.7', 90), ...campaign('203.0.113.8', 90, EIGHT + 2 * day)],
    200,
  );
  expect(findings.map(({ source }) => source)).toEqual(['203.0.113.7', '203.0.113.8']);
  expect(overflow).toEqual([]);
});

test('nothing seen, nothing found', () => {
  expect(watch([])).toEqual({ findings: [], overflow: [] });
});

test('more words of daemons than memory holds are left out, and that is said', () => {
  const monitor = new ActivityMonitor([], DEFAULT_SSH_POLICY);
  for (let index = 0; index < 100_003; index += 1) {
    monitor.addDaemonWord({
      at: EIGHT + index,
      source: ATTACKER,
      clientPort: 5,
      outcome: 'failed',
      login: 'root',
    });
  }
  expect(monitor.finish().overflow).toEqual([expect.stringMatching(/^3 lines of SSH daemons were left out/)]);
});

test('sources that come once weigh more than the records of one: fewer of them are held, and that is said', () => {
  const knocks = (sources: number) =>
    times(sources, (index) =>
      talk({ source: `198.51.100.${index}`, clientPort: 30_000, at: EIGHT + index * 60 }),
    ).flat();
  expect(watch(campaign('203.0.113.7', 90), 200).overflow).toEqual([]);
  expect(watch(knocks(30), 200).overflow).toEqual([]);
  expect(watch(knocks(90), 200).overflow).toEqual([
    expect.stringMatching(/^\d+ flow records left the analysis within 24 hours/),
  ]);
});
