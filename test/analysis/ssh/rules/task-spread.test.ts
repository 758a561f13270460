import { taskSpread } from '../../../../analysis/ssh/rules/task-spread';
import { EIGHT } from '../flows';
import { addressOf, DAY, HOUR, judge, sent, shellAt, usual } from '../habit-flows';

describe('task-spread', () => {
  const life = [
    ...usual(0, EIGHT - 2 * DAY, EIGHT + 2 * HOUR),
    ...usual(1, EIGHT - 2 * DAY, EIGHT + 2 * HOUR),
    ...usual(2, EIGHT - 2 * DAY, EIGHT + 2 * HOUR, 'billing'),
    ...usual(3, EIGHT - 2 * DAY, EIGHT + 2 * HOUR, 'mail'),
    ...usual(4, EIGHT - 2 * DAY, EIGHT + 2 * HOUR, 'mail'),
  ];
  const reach = (from: number, numbers: readonly number[], at = EIGHT, port = 8_080) =>
    numbers.map((to, index) => sent(from, { dstaddr: addressOf(to), dstport: port, start: at + index * 90 }));

  test('three addresses of two services that its own never reached', () => {
    expect(judge(taskSpread, [...life, ...reach(0, [2, 3, 4])])).toMatchObject([
      {
        severity: 'low',
        source: addressOf(0),
        targets: [addressOf(2), addressOf(3), addressOf(4)],
        evidence: { places: ['billing', 'mail'], targetCount: 3 },
      },
    ]);
  });

  test('not yet two addresses; not over a day', () => {
    expect(judge(taskSpread, [...life, ...reach(0, [2, 3])])).toEqual([]);
    const slow = [2, 3, 4].map((to, index) =>
      sent(0, { dstaddr: addressOf(to), dstport: 8_080, start: EIGHT + index * 5 * HOUR }),
    );
    expect(judge(taskSpread, [...life, ...slow])).toEqual([]);
  });

  test('services that it calls anyway are not new, whatever addresses their tasks have now', () => {
    const before = [...reach(0, [2], EIGHT - 47 * HOUR), ...reach(1, [3], EIGHT - 47 * HOUR)];
    expect(judge(taskSpread, [...life, ...before, ...reach(0, [2, 3, 4])])).toEqual([]);
  });

  test('a pool of connections that moves on in its subnet is nothing new', () => {
    const pool = (at: number, hosts: readonly number[]) =>
      hosts.map((host, index) =>
        sent(0, { dstaddr: `10.0.9.${host}`, dstport: 5_432, start: at + index * 30 }),
      );
    expect(
      judge(taskSpread, [...life, ...pool(EIGHT - 47 * HOUR, [5, 6]), ...pool(EIGHT, [7, 8, 9, 10])]),
    ).toEqual([]);
  });

  test('a release with new dependencies: the other tasks do the same', () => {
    expect(judge(taskSpread, [...life, ...reach(0, [2, 3, 4]), ...reach(1, [2, 3, 4])])).toEqual([]);
  });

  test('a rolling release with new dependencies, while the tasks that it replaces still talk', () => {
    const started = [6, 7].flatMap((task) => usual(task, EIGHT - 600, EIGHT + 2 * HOUR));
    expect(judge(taskSpread, [...life, ...started, ...reach(6, [2, 3, 4]), ...reach(7, [2, 3, 4])])).toEqual(
      [],
    );
    expect(judge(taskSpread, [...life, ...started, ...reach(6, [2, 3, 4])])).toHaveLength(1);
  });

  test('tasks of one other service, but with a shell beside', () => {
    const one = reach(0, [3, 4, 5]);
    const mail = usual(5, EIGHT - 2 * DAY, EIGHT + 2 * HOUR, 'mail');
    expect(judge(taskSpread, [...life, ...mail, ...one])).toEqual([]);
    expect(judge(taskSpread, [...life, ...mail, ...one], [shellAt(EIGHT - 300, 0)])).toMatchObject([
      { severity: 'medium' },
    ]);
  });

  test('what answers a load balancer or a client reaches nobody', () => {
    const answers = [2, 3, 4].map((to) =>
      sent(0, { dstaddr: addressOf(to), srcport: 8_080, dstport: 50_000 + to, tcpFlags: 18, start: EIGHT }),
    );
    expect(judge(taskSpread, [...life, ...answers])).toEqual([]);
  });
});
