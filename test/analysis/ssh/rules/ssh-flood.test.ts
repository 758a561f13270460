import { sshFlood } from '../../../../analysis/ssh/rules/ssh-flood';
import { EIGHT, judge, knock, TARGET, talk, times } from '../flows';

/** `perMinute[i]` connections in minute i, each from its own source. */
const load = (...perMinute: number[]) =>
  perMinute.flatMap((count, minute) =>
    times(count, (index) =>
      talk({
        source: `198.51.${minute}.${index % 250}`,
        clientPort: 40_000 + index,
        at: EIGHT + minute * 60 + (index % 60),
        packets: 6,
      }),
    ).flat(),
  );

test('a hundred a minute in three of five minutes', () => {
  expect(judge(sshFlood, load(100, 0, 100, 0, 100))).toMatchObject([
    { severity: 'high', source: '*', targets: [TARGET], evidence: { mostInAMinute: 100 } },
  ]);
});

test('two minutes are not three, and 99 are not a hundred', () => {
  expect(judge(sshFlood, load(100, 300, 0, 0, 99))).toEqual([]);
});

test('three minutes of six are not three of five', () => {
  expect(judge(sshFlood, load(100, 100, 0, 0, 0, 100))).toEqual([]);
});

test('what the filters turn away floods nobody', () => {
  const knocks = times(600, (index) =>
    knock({ srcport: 20_000 + index, start: EIGHT + Math.floor(index / 120) * 60 }),
  );
  expect(judge(sshFlood, knocks)).toEqual([]);
});

test('a job that works there meanwhile is not named among the sources of a flood, which come loudest first', () => {
  const flood = (source: string, perMinute: number) =>
    times(3 * perMinute, (index) =>
      talk({ source, clientPort: 40_000 + index, at: EIGHT + (index % 3) * 60 + (index % 50), packets: 6 }),
    ).flat();
  const job = times(3, (index) =>
    talk({ source: '10.0.9.9', clientPort: 50_000 + index, at: EIGHT + index * 60 }),
  );
  const records = [...job.flat(), ...flood('198.51.100.1', 70), ...flood('198.51.100.2', 150)];
  expect(judge(sshFlood, records)).toMatchObject([
    { source: '*', evidence: { sourceCount: 3, sources: ['198.51.100.2', '198.51.100.1'] } },
  ]);
});
