import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import { attemptsAt, beginOf } from '../connections/conversations';
import { placesOf } from '../connections/places';
import type { SshPolicy } from '../policy';
import { standingOf } from '../series/standing';
import { attemptEvidence, attemptFacts } from '../stories/attempt-facts';
import { findStretches } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';
import { verdictEvidence } from '../verdict-evidence';
import { verdictsOf } from '../verdicts';
import { FLOW_WINDOWS } from '../windows';

/**
 * SSHCure: a streak of ten connections, all at the pair's modal number of packets. From inside as many as Zeek's
 * detect-bruteforcing asks for, thirty: fewer are a job with a wrong key.
 */
const WINDOW_SECONDS = FLOW_WINDOWS['ssh-brute-force-flat'];
const QUIET_SECONDS = quietSeconds('ssh-brute-force-flat');

/**
 * A tool guesses passwords: connections that are all alike, packet for packet, and that the evidence takes for
 * refusals.
 */
export function sshBruteForceFlat(activity: SshActivity, policy: SshPolicy): Finding[] {
  const { connections, connectionsInside } = thresholdsOf(policy, 'ssh-brute-force-flat');
  const findings: Finding[] = [];
  for (const [conversation, verdict] of verdictsOf(activity, policy)) {
    const { source, target, port } = conversation.pair;
    const isOutside = placesOf(policy).isOutside(source);
    const threshold = isOutside ? connections : connectionsInside;
    if (verdict.series.alike.length < threshold || standingOf(verdict) !== 'guessing') continue;
    const flat = attemptsAt(conversation, verdict.series.alike);
    for (const episode of findStretches(flat, beginOf, WINDOW_SECONDS, threshold, QUIET_SECONDS)) {
      const attempts = episode.parts;
      const { packets } = verdict.series.base;
      findings.push(
        tellStory({
          detection: 'ssh-brute-force-flat',
          severity: 'high',
          confidence: verdict.refusalProbability,
          source,
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${source} guesses passwords on ${target}:${port}: ${attempts.length} connections of about ${Math.round(packets)} packets each`,
          evidence: attemptEvidence(attempts, {
            ...verdictEvidence(verdict),
            mostInTenMinutes: episode.peak,
          }),
        }),
      );
    }
  }
  return findings;
}
