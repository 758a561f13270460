import { counted } from '../../counted';
import type { Finding, Severity } from '../../finding';
import type { SshActivity } from '../activity';
import type { Connection } from '../connections/connection';
import { attemptsOf, type Conversation } from '../connections/conversations';
import { placesOf } from '../connections/places';
import type { SshPolicy } from '../policy';
import { guessesIn, triesIn } from '../series/guesses';
import type { Verdict } from '../series/judge-series';
import { isSession, SESSION_SECONDS } from '../series/rhythm';
import { likenessOf } from '../series/size-likeness';
import { guessesEnough, isBelieved, isCertain, standingOf } from '../series/standing';
import { attemptEvidence, attemptFacts } from '../stories/attempt-facts';
import { quietSeconds } from '../stories/quiet-seconds';
import { sampleRecords, tellStory } from '../stories/story';
import { verdictEvidence } from '../verdict-evidence';
import { verdictsOf } from '../verdicts';
import { FLOW_WINDOWS } from '../windows';

const WINDOW_SECONDS = FLOW_WINDOWS['ssh-probable-login'];
/** By judgement, half a day: who has found a password uses it by then, and whoever comes the day after has a story of its own. */
export const LATEST_SECONDS = 12 * 3_600;
/** SSHCure: connections that stay at SYNs afterwards mean that the guesser was blocked, not that it got in. */
export const BLOCKED_ATTEMPTS = 10;
export const BLOCKED_SHARE = 0.5;
/** One connection that is measured to look like a refusal this much is another try, with another client. */
export const CLEARLY_REFUSED_LOG_ODDS = 1.5;
/** A session that outlives the grace time is one; a short one may be a retry with more in it. */
export const CONFIDENCE = { confirmed: 0.99, session: 0.95, short: 0.85 };
const NOTHING_SAID = { letIn: new Set<Connection>(), logins: [] as readonly string[] };
const QUIET_SECONDS = quietSeconds('ssh-probable-login');

/**
 * After guesses, one connection is larger than they were by a login or more, and few are, or the series ended
 * with it, or with it came back hours later. Critical from the internet where the guesses are beyond doubt (by more than their
 * sizes); high where one of the two is not so, or hours lie between; medium where the series could be either; nothing where it
 * more likely consists of logins.
 * Flow logs know nothing of authentication: this is an inference. Where the daemon's own log is at hand, it
 * confirms a login (critical, wherever the source is), refutes it, or shows one that the sizes did not.
 */
export function sshProbableLogin(activity: SshActivity, policy: SshPolicy): Finding[] {
  const findings: Finding[] = [];
  for (const [conversation, verdict] of verdictsOf(activity, policy)) {
    const { source } = conversation.pair;
    if (!isBelieved(source, verdict, policy)) continue;
    const finding = findLogin(conversation, verdict, activity);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

function findLogin(conversation: Conversation, verdict: Verdict, activity: SshActivity): Finding | undefined {
  const { source, target, port, targetTask } = conversation.pair;
  const tries = triesIn(verdict);
  const { letIn, logins: names } = verdict.daemon ?? NOTHING_SAID;
  const candidates = verdict.series.talks.filter(
    (talk) => letIn.has(talk) || verdict.changes.larger.includes(talk),
  );
  const logins = candidates.filter((connection) =>
    isLogin(connection, tries, conversation, verdict, activity.policy),
  );
  const login = logins[0];
  if (login === undefined) return undefined;
  const guessesBefore = triesBefore(login, tries);
  const before = new Set(guessesBefore);
  const hoursAfter = Math.floor(
    (login.first - (guessesBefore.at(-1)?.first ?? login.first)) / WINDOW_SECONDS,
  );
  const attempts = attemptsOf([conversation], (connection) => before.has(connection));
  const sessions = logins.map((connection) => ({ source, target, port, targetTask, connection }));
  const guesses = attempts.reduce((total, { connection }) => total + guessesIn(connection, verdict), 0);
  const seconds = login.last - login.first;
  const isConfirmed = logins.some((connection) => letIn.has(connection));
  const isLong = logins.some((connection) => isSession(connection, verdict.series.base));
  return tellStory({
    detection: 'ssh-probable-login',
    severity: isConfirmed ? 'critical' : severityOf(source, verdict, hoursAfter > 0, activity.policy),
    confidence: isConfirmed
      ? CONFIDENCE.confirmed
      : verdict.refusalProbability * (isLong ? CONFIDENCE.session : CONFIDENCE.short),
    source,
    ...attemptFacts(sessions),
    // A session is known for one as soon as it outlives the grace time, however long it goes on.
    reachedAt: isSession(login, verdict.series.base) ? login.first + SESSION_SECONDS : login.last,
    quietSeconds: QUIET_SECONDS,
    until: activity.until,
    summary: `${hoursAfter > 0 ? `${counted(hoursAfter, 'hour')} ` : ''}after ${guesses} guesses ${source} had a connection to ${target}:${port} of ${seconds} s and ${login.packets} packets, ${isConfirmed ? `in which sshd accepted ${names.join(', ')}` : 'which is a login more than the guesses had'}`,
    evidence: {
      ...attemptEvidence(attempts),
      guesses,
      ...verdictEvidence(verdict),
      ...(hoursAfter > 0 && { hoursAfterGuesses: hoursAfter }),
      sessions: logins.length,
      sessionSeconds: seconds,
      sessionPackets: login.packets,
      sessionBytes: login.bytes,
      records: [...sampleRecords(sessions), ...sampleRecords(attempts)],
    },
  });
}

/** What could be either is worth a message and wakes nobody; neither does a login hours after the guesses. */
function severityOf(source: string, verdict: Verdict, isLate: boolean, policy: SshPolicy): Severity {
  if (standingOf(verdict) !== 'guessing') return 'medium';
  return !isLate && placesOf(policy).isOutside(source) && isCertain(verdict) ? 'critical' : 'high';
}

function isLogin(
  connection: Connection,
  tries: readonly Connection[],
  { pair, connections }: Conversation,
  verdict: Verdict,
  policy: SshPolicy,
): boolean {
  if (verdict.daemon?.refused.has(connection)) return false;
  const before = triesBefore(connection, tries);
  const secondsAfter = connection.first - (before.at(-1)?.first ?? connection.first);
  if (secondsAfter > LATEST_SECONDS) return false;
  if (secondsAfter > WINDOW_SECONDS && standingOf(verdict) !== 'guessing') return false;
  const guesses = before.reduce((sum, guess) => sum + guessesIn(guess, verdict), 0);
  if (guesses < guessesEnough(pair.source, verdict, policy, 'ssh-probable-login')) return false;
  if (wasBlockedAfter(connection, connections)) return false;
  if (verdict.daemon?.letIn.has(connection) || isSession(connection, verdict.series.base)) return true;
  return likenessOf(connection.packets, connection.payload).refusalLogOdds < CLEARLY_REFUSED_LOG_ODDS;
}

/** Those of the hour before, or where there are none of the last hour in which there were: who has found a password comes back. */
function triesBefore(login: Connection, tries: readonly Connection[]): Connection[] {
  const earlier = tries.filter(({ first }) => first <= login.first);
  const last = earlier.at(-1)?.first ?? login.first;
  const until = login.first - last <= WINDOW_SECONDS ? login.first : last;
  return earlier.filter(({ first }) => until - first <= WINDOW_SECONDS);
}

function wasBlockedAfter(login: Connection, connections: readonly Connection[]): boolean {
  const after = connections.filter(
    ({ first }) => first > login.first && first - login.first <= WINDOW_SECONDS,
  );
  const blocked = after.filter(({ synOnly, rejected }) => synOnly || rejected).length;
  return blocked >= BLOCKED_ATTEMPTS && blocked > after.length * BLOCKED_SHARE;
}
