import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import { attemptEvidence, attemptFacts, modeOf } from '../attempt-facts';
import type { Connection } from '../connections';
import { attemptsOf, viewOf } from '../conversations';
import { isRefusalLike, MOST_GUESS_PACKETS } from '../guess';
import type { SshPolicy } from '../policy';
import { quietSeconds } from '../quiet-seconds';
import { sampleRecords, tellStory } from '../story';

/** Before a login is called probable there must have been guessing: it is the tenth attempt within the hour. */
const GUESSES = 9;
const WINDOW_SECONDS = 3_600;
/** SSHCure, COMPROMISE_MIN_PPF_DEVIATION: five packets more than the pair's modal number. */
const PACKETS_ABOVE_MODE = 5;
/**
 * It says more than two guesses do: retransmissions add packets and hardly payload, and a client port that is
 * used twice joins two guesses. The smallest session we measured had two and a half times a guess's.
 */
const GUESSES_WORTH = 2;
/**
 * sshd cuts off who has not logged in within LoginGraceTime, 120 s by default (sshd_config(5)); the close and
 * the second's granularity of flow logs take a few more.
 */
const LOGIN_GRACE_SECONDS = 120;
const CLOSE_SECONDS = 5;
/** SSHCure: connections that stay at SYNs afterwards mean that the guesser was blocked, not that it got in. */
const BLOCKED_ATTEMPTS = 10;
const BLOCKED_SHARE = 0.5;
const QUIET_SECONDS = quietSeconds('ssh-probable-login');

/**
 * R9: after many guesses, one connection outlives the login grace time, or has more packets both ways than any
 * guess has, and says more than the guesses did.
 * Flow logs know nothing of authentication: this is an inference, and the daemon's own log confirms or refutes it.
 */
export function sshProbableLogin(activity: SshActivity, policy: SshPolicy): Finding[] {
  const findings: Finding[] = [];
  for (const conversation of viewOf(activity, policy).ssh) {
    const { source, target, port, targetTask } = conversation.pair;
    const logins = loginsAmong(conversation.connections);
    if (logins.length === 0) continue;
    const { connection: login, guesses } = logins[0] as Login;
    const guessed = new Set(guesses);
    const attempts = attemptsOf([conversation], (connection) => guessed.has(connection));
    const sessions = logins.map(({ connection }) => ({ source, target, port, targetTask, connection }));
    const facts = attemptFacts(sessions);
    const seconds = login.last - login.first;
    findings.push(
      tellStory({
        detection: 'ssh-probable-login',
        severity: 'critical',
        confidence: 0.75,
        source,
        ...facts,
        reachedAt: Math.min(login.last, login.first + LOGIN_GRACE_SECONDS),
        quietSeconds: QUIET_SECONDS,
        until: activity.until,
        summary: `after ${guesses.length} guesses ${source} stayed connected to ${target}:${port} for ${seconds} s with ${login.packets} packets`,
        evidence: {
          ...attemptEvidence(attempts),
          sessions: logins.length,
          sessionSeconds: seconds,
          sessionPackets: login.packets,
          sessionBytes: login.bytes,
          records: [...sampleRecords(sessions), ...sampleRecords(attempts)],
        },
      }),
    );
  }
  return findings;
}

interface Login {
  readonly connection: Connection;
  readonly guesses: readonly Connection[];
}

function loginsAmong(connections: readonly Connection[]): Login[] {
  if (connections.length <= GUESSES) return [];
  const guesses = connections.filter(isRefusalLike);
  if (guesses.length < GUESSES) return [];
  const logins: Login[] = [];
  for (const connection of connections) {
    if (!connection.answered || !isSessionLike(connection)) continue;
    const before = guesses.filter(
      (guess) =>
        guess !== connection &&
        guess.first <= connection.first &&
        connection.first - guess.first <= WINDOW_SECONDS,
    );
    if (before.length < GUESSES || !standsOut(connection, before)) continue;
    if (wasBlockedAfter(connection, connections)) continue;
    logins.push({ connection, guesses: before });
  }
  return logins;
}

/** Longer than a daemon waits for a login, or with more packets both ways than a guess can have. */
function isSessionLike({ first, last, packets, replyPackets }: Connection): boolean {
  const isLong = last - first > LOGIN_GRACE_SECONDS + CLOSE_SECONDS;
  return isLong || (packets > MOST_GUESS_PACKETS && replyPackets > MOST_GUESS_PACKETS);
}

function standsOut(connection: Connection, guesses: readonly Connection[]): boolean {
  const packets = modeOf(guesses.map((guess) => guess.packets)) ?? 0;
  if (connection.packets < packets + PACKETS_ABOVE_MODE) return false;
  const replyPayload = modeOf(guesses.map((guess) => guess.replyPayload)) ?? 0;
  if (connection.replyPayload > GUESSES_WORTH * replyPayload) return true;
  const mostBytes = guesses.reduce((most, guess) => Math.max(most, guess.bytes), 0);
  return connection.packets > MOST_GUESS_PACKETS && connection.bytes > GUESSES_WORTH * mostBytes;
}

function wasBlockedAfter(login: Connection, connections: readonly Connection[]): boolean {
  const after = connections.filter(
    ({ first }) => first > login.first && first - login.first <= WINDOW_SECONDS,
  );
  const blocked = after.filter(({ synOnly, rejected }) => synOnly || rejected).length;
  return blocked >= BLOCKED_ATTEMPTS && blocked > after.length * BLOCKED_SHARE;
}
