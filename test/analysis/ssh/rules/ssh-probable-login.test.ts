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

test('nine guesses before a session are too few', () => {
  expect(judge(sshProbableLogin, [...guesses(9), ...session()])).toEqual([]);
});

test('a session without guesses before it is a login like any other', () => {
  expect(judge(sshProbableLogin, session())).toEqual([]);
});

test('guesses of another source do not count', () => {
  expect(judge(sshProbableLogin, [...guesses(10, '198.51.100.9'), ...session()])).toEqual([]);
});

test('a connection that sshd cut off at the login grace time is no login', () => {
  expect(judge(sshProbableLogin, [...guesses(10), ...session({ seconds: 121, packets: 30 })])).toEqual([]);
  expect(judge(sshProbableLogin, [...guesses(10), ...session({ seconds: 150, packets: 30 })])).toHaveLength(
    1,
  );
});

test('a long connection that says no more than the guesses did is no login', () => {
  expect(judge(sshProbableLogin, [...guesses(10), ...session({ packets: 18, bytes: 1_900 })])).toEqual([]);
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
