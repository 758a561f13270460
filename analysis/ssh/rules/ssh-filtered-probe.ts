import { counted } from '../../counted';
import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import { attemptsOf, beginOf, viewOf } from '../connections/conversations';
import { placesOf } from '../connections/places';
import type { SshPolicy } from '../policy';
import { attemptEvidence, attemptFacts, countTargets } from '../stories/attempt-facts';
import { findStretches } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';
import { FLOW_WINDOWS } from '../windows';

/** AWS's own example alarms on ten rejected SSH packets in an hour (VPC guide, process flow logs in CloudWatch). */
const WINDOW_SECONDS = FLOW_WINDOWS['ssh-filtered-probe'];
const QUIET_SECONDS = quietSeconds('ssh-filtered-probe');

/** An address on the internet keeps knocking on SSH ports that the filters keep shut. Background, for the digest. */
export function sshFilteredProbe(activity: SshActivity, policy: SshPolicy): Finding[] {
  const { rejects } = thresholdsOf(policy, 'ssh-filtered-probe');
  const findings: Finding[] = [];
  for (const [source, conversations] of viewOf(activity, policy).sshBySource) {
    const seen = conversations.reduce((total, { connections }) => total + connections.length, 0);
    if (seen < rejects || !placesOf(policy).isPublic(source)) continue;
    const rejected = attemptsOf(conversations, (connection) => connection.rejected);
    for (const episode of findStretches(rejected, beginOf, WINDOW_SECONDS, rejects, QUIET_SECONDS)) {
      const attempts = episode.parts;
      findings.push(
        tellStory({
          detection: 'ssh-filtered-probe',
          severity: 'low',
          confidence: 0.9,
          source,
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${source} was turned away from SSH ${counted(attempts.length, 'time')} on ${counted(countTargets(attempts), 'address', 'addresses')}`,
          evidence: attemptEvidence(attempts),
        }),
      );
    }
  }
  return findings;
}
