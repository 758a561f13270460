import { sshProbableLogin } from '../../../../analysis/ssh/rules/ssh-probable-login';
import { ATTACKER, EIGHT, flow, judge, TARGET, type Talk, talk, times } from '../flows';

const guesses = (count: number, source = ATTACKER) =>
  times(count, (index) => talk({ source, clientPort: 40_000 + index, at: EIGHT + index * 20 })).flat();
const session = (fields: Partial<Talk> = {}) =>
  talk({ clientPort: 50_000, at: EIGHT + 400, seconds: 300, packets: 90, ...fields });

test('ten guesses and then a session of five minutes', () => {
  expect(judge(sshProbableLogin, [...guesses(10), ...session()])).toMatchObject([
    {
      severity: 'critical',
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

test('a connection that sshd cut off at the login grace time is no login', () => {
  expect(
    judge(sshProbableLogin, [...guesses(10), ...session({ seconds: 121, packets: 30, bytes: 6_000 })]),
  ).toEqual([]);
  expect(
    judge(sshProbableLogin, [...guesses(10), ...session({ seconds: 150, packets: 30, bytes: 6_000 })]),
  ).toHaveLength(1);
});

test('a long connection that says no more than the guesses did is no login', () => {
  expect(judge(sshProbableLogin, [...guesses(10), ...session({ packets: 18, bytes: 1_900 })])).toEqual([]);
});

test('a short session counts when it has more packets both ways than a guess can have', () => {
  expect(judge(sshProbableLogin, [...guesses(10), ...session({ seconds: 60, packets: 52 })])).toHaveLength(1);
  expect(judge(sshProbableLogin, [...guesses(10), ...session({ seconds: 60, packets: 51 })])).toEqual([]);
});

test('a guess that is cut off and retransmits for minutes is no login', () => {
  const stuck = session({ seconds: 800, packets: 27, bytes: 4_000, replyBytes: 2_400 });
  expect(judge(sshProbableLogin, [...guesses(10), ...stuck])).toEqual([]);
});

test('sessions that the daemon let in are no guesses: a job that runs often and then works long is no attack', () => {
  const jobs = times(12, (index) =>
    talk({ clientPort: 40_000 + index, at: EIGHT + index * 20, packets: 26, replyBytes: 26 * 52 + 4_200 }),
  ).flat();
  expect(judge(sshProbableLogin, [...jobs, ...session({ packets: 400 })])).toEqual([]);
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
