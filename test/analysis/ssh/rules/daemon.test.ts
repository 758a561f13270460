import type { SshActivity } from '../../../../analysis/ssh/activity';
import { daemonWordIn } from '../../../../analysis/ssh/context/daemon-word';
import { DEFAULT_SSH_POLICY } from '../../../../analysis/ssh/policy';
import { sshBruteForce } from '../../../../analysis/ssh/rules/ssh-brute-force';
import { sshProbableLogin } from '../../../../analysis/ssh/rules/ssh-probable-login';
import { ATTACKER, activityOf, EIGHT, talk, times } from '../flows';

const guesses = times(12, (index) => talk({ clientPort: 40_000 + index, at: EIGHT + index * 20 })).flat();
const session = talk({ clientPort: 50_000, at: EIGHT + 400, seconds: 300, packets: 90 });

const says = (activity: SshActivity, outcome: 'Accepted' | 'Failed', port: number, after: number) => {
  const word = daemonWordIn(`${outcome} password for root from ${ATTACKER} port ${port} ssh2`, EIGHT + after);
  if (word !== undefined) activity.addDaemonWord(word);
};

const refusedAll = (activity: SshActivity) => {
  for (const index of guesses.keys()) says(activity, 'Failed', 40_000 + index, index * 20);
  return activity;
};

test('the daemon confirms a login: beyond doubt, with the name', () => {
  const activity = refusedAll(activityOf([...guesses, ...session]));
  says(activity, 'Accepted', 50_000, 401);
  expect(sshProbableLogin(activity, DEFAULT_SSH_POLICY)).toMatchObject([
    { severity: 'critical', confidence: 0.99, evidence: { daemonLetIn: 1, daemonLogins: ['root'] } },
  ]);
});

test('the daemon refutes it: the long connection was refused as well', () => {
  const activity = refusedAll(activityOf([...guesses, ...session]));
  says(activity, 'Failed', 50_000, 401);
  expect(sshProbableLogin(activity, DEFAULT_SSH_POLICY)).toEqual([]);
});

test('the daemon shows a login that sizes did not', () => {
  const last = talk({ clientPort: 50_000, at: EIGHT + 400 });
  const activity = refusedAll(activityOf([...guesses, ...last]));
  expect(sshProbableLogin(activity, DEFAULT_SSH_POLICY)).toEqual([]);
  says(activity, 'Accepted', 50_000, 400);
  expect(sshProbableLogin(activity, DEFAULT_SSH_POLICY)).toHaveLength(1);
});

test('what looked like guesses was let in each time: a job, and low', () => {
  const activity = activityOf(guesses);
  expect(sshBruteForce(activity, DEFAULT_SSH_POLICY)).toMatchObject([{ severity: 'medium' }]);
  for (const index of times(12, (each) => each)) says(activity, 'Accepted', 40_000 + index, index * 20);
  expect(sshBruteForce(activity, DEFAULT_SSH_POLICY)).toEqual([]);
});

test('a word about another port or another hour is about another connection', () => {
  const activity = refusedAll(activityOf([...guesses, ...session]));
  says(activity, 'Accepted', 50_001, 401);
  says(activity, 'Accepted', 50_000, 4_000);
  expect(sshProbableLogin(activity, DEFAULT_SSH_POLICY)).toMatchObject([{ evidence: { daemonLetIn: 0 } }]);
});

const hear = (activity: SshActivity, message: string, at: number) => {
  const word = daemonWordIn(message, at);
  if (word !== undefined) activity.addDaemonWord(word);
};

test('a daemon that listens on IPv6 calls the same address by another name', () => {
  const activity = refusedAll(activityOf([...guesses, ...session]));
  hear(activity, `Accepted password for root from ::ffff:${ATTACKER} port 50000 ssh2`, EIGHT + 401);
  expect(sshProbableLogin(activity, DEFAULT_SSH_POLICY)).toMatchObject([{ severity: 'critical' }]);
});

test('a log whose clock is an hour off is the same log, where all of it is off', () => {
  const activity = activityOf([...guesses, ...session]);
  for (const index of times(12, (each) => each)) says(activity, 'Failed', 40_000 + index, 3_600 + index * 20);
  says(activity, 'Accepted', 50_000, 3_600 + 401);
  expect(sshProbableLogin(activity, DEFAULT_SSH_POLICY)).toMatchObject([
    { severity: 'critical', evidence: { daemonRefused: 12, daemonLetIn: 1 } },
  ]);
});

test('rejected keys leave no line of their own: who was not let in when it left was refused', () => {
  const activity = activityOf(guesses);
  for (const index of times(12, (each) => each)) {
    hear(
      activity,
      `Connection closed by authenticating user root ${ATTACKER} port ${40_000 + index} [preauth]`,
      EIGHT + index * 20 + 3,
    );
  }
  expect(sshBruteForce(activity, DEFAULT_SSH_POLICY)).toMatchObject([
    { evidence: { daemonRefused: 12, daemonLetIn: 0, refusalProbability: 1 } },
  ]);
});

test('many logins after twelve wrong passwords do not make the passwords right', () => {
  const logins = times(20, (index) =>
    talk({ clientPort: 51_000 + index, at: EIGHT + 400 + index * 30, packets: 25 }),
  ).flat();
  const activity = activityOf([...guesses, ...logins]);
  for (const index of times(12, (each) => each)) says(activity, 'Failed', 40_000 + index, index * 20);
  for (const index of times(20, (each) => each)) says(activity, 'Accepted', 51_000 + index, 400 + index * 30);
  expect(sshProbableLogin(activity, DEFAULT_SSH_POLICY)).toMatchObject([
    { severity: 'critical', evidence: { guesses: 12, daemonLetIn: 20 } },
  ]);
});

test('a log that begins with the last three connections does not clear those before it', () => {
  const activity = activityOf([...guesses, ...session]);
  says(activity, 'Failed', 40_011, 220);
  says(activity, 'Accepted', 50_000, 401);
  expect(sshProbableLogin(activity, DEFAULT_SSH_POLICY)).toMatchObject([
    { severity: 'critical', confidence: 0.99 },
  ]);
});
