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
