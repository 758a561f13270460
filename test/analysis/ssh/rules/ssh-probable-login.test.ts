import { sshProbableLogin } from '../../../../analysis/ssh/rules/ssh-probable-login';
import { ATTACKER, EIGHT, flow, judge, TARGET, type Talk, talk, times } from '../flows';

const guesses = (count: number, source = ATTACKER) =>
  times(count, (index) => talk({ source, clientPort: 40_000 + index, at: EIGHT + index * 20 })).flat();
const session = (fields: Partial<Talk> = {}) =>
  talk({ clientPort: 50_000, at: EIGHT + 400, seconds: 300, packets: 90, ...fields });

test('ten guesses and then a session of five minutes', () => {
  expect(judge(sshProbableLogin, [...guesses(10), ...session()])).toMatchObject([
    {
      // Sizes alone say that these were guesses: a client that nobody measured may send the same by chance.
      severity: 'high',
      source: ATTACKER,
      targets: [TARGET],
      evidence: { attempts: 10, sessions: 1, sessionSeconds: 300, sessionPackets: 90 },
    },
  ]);
});

test('eight guesses before a session are too few', () => {
  expect(judge(sshProbableLogin, [...guesses(8), ...session()])).toEqual([]);
});

test('a session without guesses before it is a login like any other', () => {
  expect(judge(sshProbableLogin, session())).toEqual([]);
});

test('guesses of another source do not count', () => {
  expect(judge(sshProbableLogin, [...guesses(10, '198.51.100.9'), ...session()])).toEqual([]);
});

test('a short login is one when it is larger than the guesses by what a login adds, and the guessing ends', () => {
  const login = session({ seconds: 1, packets: 25 });
  expect(judge(sshProbableLogin, [...guesses(10), ...login])).toMatchObject([
    { severity: 'critical', evidence: { endsOneLoginLarger: true, sessionSeconds: 1 } },
  ]);
  const goesOn = times(3, (index) =>
    session({ clientPort: 51_000 + index, at: EIGHT + 40 + index, packets: 25 }),
  );
  expect(judge(sshProbableLogin, [...guesses(10), ...goesOn.flat()])).toEqual([]);
});

test('the same step among sizes of logins is a job that did more than usual', () => {
  const job = times(40, (index) =>
    talk({ clientPort: 40_000 + index, at: EIGHT + index * 20, packets: 25 }),
  ).flat();
  expect(judge(sshProbableLogin, [...job, ...session({ at: EIGHT + 900, packets: 400 })])).toEqual([]);
});

test('from inside a login needs thirty guesses before it, and is high', () => {
  const inside = (count: number) => [
    ...guesses(count, '10.0.9.9'),
    ...session({ source: '10.0.9.9', at: EIGHT + 900 }),
  ];
  expect(judge(sshProbableLogin, inside(29))).toEqual([]);
  expect(judge(sshProbableLogin, inside(30))).toMatchObject([{ severity: 'high' }]);
});

test('a connection that sshd cut off at the login grace time has no more in it than a guess', () => {
  expect(judge(sshProbableLogin, [...guesses(10), ...session({ seconds: 121, packets: 17 })])).toEqual([]);
});

test('a long connection that says no more than the guesses did is no login', () => {
  expect(judge(sshProbableLogin, [...guesses(10), ...session({ packets: 18 })])).toEqual([]);
});

test('a guess that is cut off and retransmits for minutes is no login', () => {
  const stuck = session({ seconds: 800, packets: 27, bytes: 27 * 52 + 3_021, replyBytes: 27 * 52 + 2_897 });
  expect(judge(sshProbableLogin, [...guesses(10), ...stuck])).toEqual([]);
});

test('who found a password comes back hours later: told, and a step lower', () => {
  const outside = [...guesses(40), ...session({ at: EIGHT + 5 * 3_600 })];
  expect(judge(sshProbableLogin, outside)).toMatchObject([
    { severity: 'high', evidence: { guesses: 40, hoursAfterGuesses: 4 } },
  ]);
  expect(judge(sshProbableLogin, session({ at: EIGHT + 5 * 3_600 }))).toEqual([]);
});

test('guesses of the day before do not count', () => {
  expect(judge(sshProbableLogin, [...guesses(10), ...session({ at: EIGHT + 90_000 })])).toEqual([]);
});

test('nothing but unanswered SYNs afterwards: the source was blocked', () => {
  const blocked = times(12, (index) =>
    flow({ srcport: 51_000 + index, start: EIGHT + 800 + index * 10, end: EIGHT + 805 + index * 10 }),
  );
  expect(judge(sshProbableLogin, [...guesses(10), ...session(), ...blocked])).toEqual([]);
});

test('formats without flags tell as much', () => {
  const plain = [...guesses(10), ...session()].map((record) => ({ ...record, tcpFlags: undefined }));
  expect(judge(sshProbableLogin, plain)).toHaveLength(1);
});
