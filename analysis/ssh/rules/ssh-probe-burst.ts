import type { Finding } from '../../finding';
import { spanInWords } from '../../in-words';
import type { SshActivity } from '../activity';
import { type Attempt, attemptsOf, beginOf, viewOf } from '../connections/conversations';
import { placesOf } from '../connections/places';
import type { SshPolicy } from '../policy';
import { isEven, isOnTimer } from '../series/rhythm';
import { standingOf } from '../series/standing';
import { attemptEvidence, attemptFacts, count } from '../stories/attempt-facts';
import { findKeyed } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';
import { verdictsOf } from '../verdicts';
import { FLOW_WINDOWS } from '../windows';

/** Five connections of one source within 120 s: Emerging Threats 2001219, "Potential SSH Scan". */
const WINDOW_SECONDS = FLOW_WINDOWS['ssh-probe-burst'];
const QUIET_SECONDS = quietSeconds('ssh-probe-burst');

/**
 * A quick series of connections from one source to one SSH port.
 *
 * Medium where something answered a source on the internet. Low where nothing did (background), for sources
 * inside the network, where five connections in two minutes are what automation makes, where a timer starts them, and where the
 * connections look like logins or like a scan for keys, which opens five a host.
 */
export function sshProbeBurst(activity: SshActivity, policy: SshPolicy): Finding[] {
  const { connections: fewest } = thresholdsOf(policy, 'ssh-probe-burst');
  const findings: Finding[] = [];
  const view = viewOf(activity, policy);
  const verdicts = verdictsOf(activity, policy);
  for (const conversation of view.ssh) {
    if (conversation.connections.length < fewest) continue;
    const { source, target, port } = conversation.pair;
    const verdict = verdicts.get(conversation);
    const isAutomation =
      verdict === undefined
        ? isOnTimer(conversation.connections) || isEven(conversation.connections)
        : standingOf(verdict) === 'automation' || (verdict.isOnTimer && standingOf(verdict) !== 'guessing');
    const opened = attemptsOf([conversation], (connection) => connection.opened);
    for (const episode of findKeyed(opened, beginOf, clientPortOf, WINDOW_SECONDS, fewest, QUIET_SECONDS)) {
      const attempts = episode.parts;
      const answered = count(attempts, ({ connection }) => connection.answered);
      findings.push(
        tellStory({
          detection: 'ssh-probe-burst',
          severity: answered > 0 && placesOf(policy).isOutside(source) && !isAutomation ? 'medium' : 'low',
          confidence: 0.6,
          source,
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${source} opened ${attempts.length} connections to ${target}:${port}, ${episode.peak} of them within ${spanInWords(WINDOW_SECONDS)}; ${answered} were answered`,
          evidence: attemptEvidence(attempts, { mostInTwoMinutes: episode.peak }),
        }),
      );
    }
  }
  return findings;
}

function clientPortOf({ connection }: Attempt): number {
  return connection.clientPort;
}
