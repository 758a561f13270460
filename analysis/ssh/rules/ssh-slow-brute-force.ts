import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import { type Attempt, attemptsOf, beginOf, viewOf } from '../connections/conversations';
import type { SshPolicy } from '../policy';
import { isTryLike } from '../series/describe-series';
import { isBelieved } from '../series/standing';
import { attemptEvidence, attemptFacts, count, medianOf } from '../stories/attempt-facts';
import { findStretches } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';
import { verdictEvidence } from '../verdict-evidence';
import { verdictsOf } from '../verdicts';
import { FLOW_WINDOWS } from '../windows';

/** Ten attempts in a day with more than ten minutes between most of them (after CrowdSec's time-based scenario). */
const WINDOW_SECONDS = FLOW_WINDOWS['ssh-slow-brute-force'];
const MEDIAN_GAP_SECONDS = FLOW_WINDOWS['ssh-slow-brute-force: median gap'];
const QUIET_SECONDS = quietSeconds('ssh-slow-brute-force');

/**
 * A guesser that stays below every hourly threshold. Low where nothing answered it, and where the series more
 * likely consists of logins: a job that runs every hour.
 */
export function sshSlowBruteForce(activity: SshActivity, policy: SshPolicy): Finding[] {
  const findings: Finding[] = [];
  const { attempts: fewest } = thresholdsOf(policy, 'ssh-slow-brute-force');
  const view = viewOf(activity, policy);
  const verdicts = verdictsOf(activity, policy);
  for (const conversation of view.ssh) {
    if (conversation.connections.length < fewest) continue;
    const { source, target, port } = conversation.pair;
    const tries = attemptsOf(
      [conversation],
      (connection) => connection.opened && (!connection.answered || isTryLike(connection)),
    );
    for (const episode of findStretches(tries, beginOf, WINDOW_SECONDS, fewest, QUIET_SECONDS)) {
      const attempts = episode.parts;
      const gap = medianOf(gapsOf(attempts)) ?? 0;
      if (gap <= MEDIAN_GAP_SECONDS) continue;
      const verdict = verdicts.get(conversation);
      const talks = count(attempts, ({ connection }) => connection.answered);
      const isGuessing = verdict !== undefined && talks >= fewest && isBelieved(source, verdict, policy);
      findings.push(
        tellStory({
          detection: 'ssh-slow-brute-force',
          severity: isGuessing ? 'medium' : 'low',
          confidence: verdict?.refusalProbability ?? 0.6,
          source,
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${source} came back to ${target}:${port} ${attempts.length} times, mostly ${Math.round(gap / 60)} minutes apart; ${talks} times it talked to the daemon`,
          evidence: attemptEvidence(attempts, {
            medianGapSeconds: Math.round(gap),
            ...(verdict !== undefined && verdictEvidence(verdict)),
          }),
        }),
      );
    }
  }
  return findings;
}

function gapsOf(attempts: readonly Attempt[]): number[] {
  return attempts
    .slice(1)
    .map(({ connection }, index) => connection.first - (attempts[index] as Attempt).connection.first);
}
