import { sshBruteForce } from '../../../../analysis/ssh/rules/ssh-brute-force';
import { sshBruteForceFlat } from '../../../../analysis/ssh/rules/ssh-brute-force-flat';
import { sshDistributedBruteForce } from '../../../../analysis/ssh/rules/ssh-distributed-brute-force';
import { sshSlowBruteForce } from '../../../../analysis/ssh/rules/ssh-slow-brute-force';
import type { FlowRecord } from '../../../../records/flow-logs/flow-record';
import { ATTACKER, EIGHT, judge, knock, TARGET, talk, times } from '../flows';

const guesses = (count: number, everySeconds: number, packets = (_index: number) => 16) =>
  times(count, (index) =>
    talk({ clientPort: 40_000 + index, at: EIGHT + index * everySeconds, packets: packets(index) }),
  ).flat();

describe('ssh-brute-force', () => {
  test('not yet at eight attempts within the hour, now at nine', () => {
    expect(judge(sshBruteForce, guesses(8, 300))).toEqual([]);
    expect(judge(sshBruteForce, guesses(9, 300))).toMatchObject([
      {
        source: ATTACKER,
        targets: [TARGET],
        ports: [22],
        severity: 'medium',
        changes: [{ state: 'START', count: 9 }],
      },
    ]);
  });

  test('nine attempts over two hours are not nine within one', () => {
    expect(judge(sshBruteForce, guesses(9, 800))).toEqual([]);
  });

  test('nine long sessions with much data are work, not guesses', () => {
    expect(
      judge(
        sshBruteForce,
        guesses(9, 300, () => 400),
      ),
    ).toEqual([]);
  });

  test('low where the sizes are those of logins: automation', () => {
    const jobs = guesses(20, 60, () => 25);
    expect(judge(sshBruteForce, jobs)).toMatchObject([
      { severity: 'low', evidence: { sizesLike: 'login of openssh-9.2' } },
    ]);
    expect(judge(sshBruteForceFlat, jobs)).toEqual([]);
  });

  test('from inside nine guesses are a job with a wrong key, thirty are not', () => {
    const inside = (count: number) =>
      times(count, (index) =>
        talk({ source: '10.0.9.9', clientPort: 40_000 + index, at: EIGHT + index * 20 }),
      ).flat();
    expect(judge(sshBruteForce, inside(29))).toMatchObject([{ severity: 'low' }]);
    expect(judge(sshBruteForce, inside(30))).toMatchObject([{ severity: 'medium' }]);
  });

  test('a job of hours is no cover for who begins to guess from its machine', () => {
    const job = times(72, (index) =>
      talk({ clientPort: 30_000 + index, at: EIGHT - 72 * 300 + index * 300, seconds: 1, packets: 25 }),
    ).flat();
    expect(judge(sshBruteForce, job)).toMatchObject([{ severity: 'low' }]);
    expect(judge(sshBruteForce, [...job, ...guesses(40, 4)])).toMatchObject([
      { severity: 'medium', evidence: { guesses: 40 } },
    ]);
  });

  test('who is dropped by MaxStartups more often than not guesses all the same', () => {
    const dropped = times(60, (index) =>
      talk({
        clientPort: 50_000 + index,
        at: EIGHT + index * 4,
        seconds: 0,
        ...{ packets: 4, bytes: 212, replyBytes: 212 },
      }),
    ).flat();
    expect(judge(sshBruteForce, [...dropped, ...guesses(20, 12)])).toMatchObject([{ severity: 'medium' }]);
  });

  test('five connections with a dozen passwords each are sixty guesses', () => {
    const passwords = [1, 12, 13, 14, 15];
    const tool = passwords.flatMap((count, index) =>
      talk({
        clientPort: 40_000 + index,
        at: EIGHT + index,
        packets: 10 + count,
        bytes: (10 + count) * 52 + 1_155 + count * 76,
        replyBytes: (10 + count) * 52 + 2_120 + count * 76,
      }),
    );
    expect(judge(sshBruteForce, tool)).toMatchObject([
      { severity: 'medium', evidence: { attempts: 5, severalGuessesAConnection: true } },
    ]);
  });

  test('three tries and then a server that answers with one line: the guesser was punished', () => {
    const refused = (index: number) =>
      talk({
        clientPort: 41_000 + index,
        at: EIGHT + 60 + index,
        seconds: 0,
        packets: 4,
        bytes: 228,
        replyBytes: 4 * 52 + 26,
      });
    const punished = [...guesses(3, 5), ...times(12, refused).flat()];
    expect(judge(sshBruteForce, punished)).toMatchObject([
      { severity: 'medium', evidence: { refusedToTalk: 12 } },
    ]);
    expect(judge(sshBruteForce, guesses(3, 5))).toEqual([]);
  });

  test('connections too short for a password are no guesses: monitoring, banner grabs', () => {
    expect(
      judge(
        sshBruteForce,
        guesses(40, 10, () => 6),
      ),
    ).toEqual([]);
  });

  test('two guesses on each of fifteen daemons are thirty guesses; on fourteen they are not enough', () => {
    const spread = (targets: number) =>
      times(targets, (target) =>
        times(2, (index) =>
          talk({
            target: `10.0.2.${target}`,
            clientPort: 40_000 + index,
            at: EIGHT + target * 20 + index * 5,
          }),
        ),
      ).flat(2);
    expect(judge(sshBruteForce, spread(14))).toEqual([]);
    expect(judge(sshBruteForce, spread(15))).toMatchObject([
      { severity: 'medium', source: ATTACKER, targets: { length: 15 }, evidence: { mostInHalfAnHour: 30 } },
    ]);
  });

  test('nine turned-away knocks are no guesses', () => {
    const knocks = times(9, (index) => knock({ srcport: 40_000 + index, start: EIGHT + index * 60 }));
    expect(judge(sshBruteForce, knocks)).toEqual([]);
  });

  test('a trusted range may try as often as it likes', () => {
    expect(judge(sshBruteForce, guesses(9, 60), { trustedCidrs: ['203.0.113.0/24'] })).toEqual([]);
  });

  test('hours of guessing are one story: told at 9, 18, 36 and 72, and at its end', () => {
    const later = talk({ source: '10.0.3.3', clientPort: 50_000, at: EIGHT + 40_000 });
    const [story, ...others] = judge(sshBruteForce, [...guesses(100, 120), ...later]);
    expect(others).toEqual([]);
    expect(story?.changes.map(({ state, count }) => `${state} ${count}`)).toEqual([
      'START 9',
      'UPDATE 18',
      'UPDATE 36',
      'UPDATE 72',
      'END 100',
    ]);
    expect(story?.changes.at(-1)?.at).toBe(EIGHT + 99 * 120 + 3 + 3_600);
  });

  test('after an hour of quiet, new guessing is a new story with its own id', () => {
    const again = times(9, (index) =>
      talk({ clientPort: 50_000 + index, at: EIGHT + 20_000 + index * 60 }),
    ).flat();
    const stories = judge(sshBruteForce, [...guesses(9, 60), ...again]);
    expect(stories.map(({ id }) => id)).toEqual([
      `ssh-brute-force/${ATTACKER}/${TARGET}/22/2026-11-02T08:00`,
      `ssh-brute-force/${ATTACKER}/${TARGET}/22/2026-11-02T13:33`,
    ]);
  });

  test('the evidence has the numbers and records that can be found again', () => {
    const [story] = judge(sshBruteForce, guesses(9, 60));
    expect(story?.evidence).toMatchObject({
      attempts: 9,
      answered: 9,
      rejected: 0,
      packetsPerFlowMode: 16,
      records: expect.arrayContaining([
        `eni-0a1b2c3d4e5f67890 ${ATTACKER} ${TARGET} 40000 22 6 16 3853 ${EIGHT} ${EIGHT + 3} ACCEPT`,
      ]),
    });
  });

  test('no records, no findings', () => {
    expect(judge(sshBruteForce, [])).toEqual([]);
  });
});

describe('ssh-brute-force-flat', () => {
  test('not yet at nine connections alike, now at ten', () => {
    expect(judge(sshBruteForceFlat, guesses(9, 20))).toEqual([]);
    expect(judge(sshBruteForceFlat, guesses(10, 20))).toMatchObject([{ severity: 'high', source: ATTACKER }]);
  });

  test('one packet more or less is still alike; all different is not', () => {
    expect(
      judge(
        sshBruteForceFlat,
        guesses(12, 20, (index) => 15 + (index % 3)),
      ),
    ).toHaveLength(1);
    expect(
      judge(
        sshBruteForceFlat,
        guesses(12, 20, (index) => 12 + index * 3),
      ),
    ).toEqual([]);
  });

  test('ten alike within ten minutes, not within an hour', () => {
    expect(judge(sshBruteForceFlat, guesses(10, 120))).toEqual([]);
  });

  test('connections too short for a password do not count', () => {
    expect(
      judge(
        sshBruteForceFlat,
        guesses(20, 10, () => 7),
      ),
    ).toEqual([]);
  });
});

describe('ssh-slow-brute-force', () => {
  test('ten attempts with a quarter of an hour between them', () => {
    expect(judge(sshSlowBruteForce, guesses(9, 900))).toEqual([]);
    expect(judge(sshSlowBruteForce, guesses(10, 900))).toMatchObject([
      { severity: 'medium', evidence: { medianGapSeconds: 900 } },
    ]);
  });

  test('the same attempts nine minutes apart are not slow', () => {
    expect(judge(sshSlowBruteForce, guesses(20, 540))).toEqual([]);
  });

  test('a port that never answers makes it low', () => {
    const knocks = times(12, (index) =>
      knock({ srcport: 40_000 + index, start: EIGHT + index * 3_600, end: EIGHT + index * 3_600 }),
    );
    expect(judge(sshSlowBruteForce, knocks)).toMatchObject([{ severity: 'low' }]);
  });
});

describe('ssh-distributed-brute-force', () => {
  const campaign = (sources: number, each = 1, packets = 16) =>
    times(sources, (index) =>
      times(each, (attempt) =>
        talk({
          source: `198.51.100.${index + 1}`,
          clientPort: 40_000 + attempt,
          at: EIGHT + index * 60 + attempt * 300,
          packets,
        }),
      ),
    ).flat(2);

  test('not yet at nineteen quiet sources, now at twenty', () => {
    expect(judge(sshDistributedBruteForce, campaign(19))).toEqual([]);
    expect(judge(sshDistributedBruteForce, campaign(20))).toMatchObject([
      { severity: 'medium', source: '*', targets: [TARGET], evidence: { sourceCount: 20 } },
    ]);
  });

  test('three attempts each are quiet, four are not', () => {
    expect(judge(sshDistributedBruteForce, campaign(20, 3))).toHaveLength(1);
    expect(judge(sshDistributedBruteForce, campaign(20, 4))).toEqual([]);
  });

  test('twenty sources that only touch the port are low', () => {
    expect(judge(sshDistributedBruteForce, campaign(20, 1, 4))).toMatchObject([{ severity: 'low' }]);
  });

  describe('a session of somebody else beside the campaign', () => {
    const session = (source: string, at: number, seconds = 900) =>
      talk({ source, clientPort: 51_000, at, packets: 120, seconds, bytes: 14_000, replyBytes: 30_000 });
    const story = (...others: readonly FlowRecord[][]) =>
      judge(sshDistributedBruteForce, [...campaign(30), ...others.flat()]);
    const OTHER = '192.0.2.99';

    test('is named in the finding, which gets no louder for it', () => {
      expect(story(session(OTHER, EIGHT + 3 * 3_600))).toMatchObject([
        {
          severity: 'medium',
          summary: expect.stringContaining(`${OTHER} had a connection of 900 s`),
          evidence: { sessions: 1, sessionSources: [OTHER], sessionSeconds: 900, sourceCount: 30 },
        },
      ]);
    });

    test.each([
      ['before the campaign', [session(OTHER, EIGHT - 3_600)]],
      ['by whoever had one before', [session(OTHER, EIGHT - 3_600), session(OTHER, EIGHT + 3 * 3_600)]],
      ['a day later', [session(OTHER, EIGHT + 24 * 3_600)]],
      ['within the grace time', [session(OTHER, EIGHT + 3 * 3_600, 20)]],
    ])('is not, %s', (_, sessions) => {
      const [finding] = story(...sessions);
      expect(finding).toMatchObject({ severity: 'medium' });
      expect(finding?.evidence).not.toHaveProperty('sessionSources');
    });

    test('beside sources that only touch the port is none either', () => {
      const [finding] = judge(sshDistributedBruteForce, [
        ...campaign(30, 1, 4),
        ...session(OTHER, EIGHT + 3 * 3_600),
      ]);
      expect(finding).toMatchObject({ severity: 'low' });
      expect(finding?.evidence).not.toHaveProperty('sessionSources');
    });
  });
});
