import { counted } from '../../counted';
import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import { isPublicAddress } from '../addresses';
import { attemptEvidence, attemptFacts, countTargets } from '../attempt-facts';
import { attemptsOf, viewOf } from '../conversations';
import { findEpisodes } from '../episodes';
import type { SshPolicy } from '../policy';
import { quietSeconds } from '../quiet-seconds';
import { tellStory } from '../story';
import { thresholdsOf } from '../thresholds';

/** AWS's own example alarms on ten rejected SSH packets in an hour (VPC guide): `rejectedProbes`. */
const WINDOW_SECONDS = 3_600;
const QUIET_SECONDS = quietSeconds('ssh-filtered-probe');

/** An address on the internet keeps knocking on SSH ports that the filters keep shut. Background, for the digest. */
export function sshFilteredProbe(activity: SshActivity, policy: SshPolicy): Finding[] {
  const { rejectedProbes } = thresholdsOf(policy);
  const findings: Finding[] = [];
  for (const [source, conversations] of viewOf(activity, policy).sshBySource) {
    const seen = conversations.reduce((total, { connections }) => total + connections.length, 0);
    if (seen < rejectedProbes || !isPublicAddress(source)) continue;
    const rejected = attemptsOf(conversations, (connection) => connection.rejected);
    const sightings = rejected.map((of, index) => ({ at: of.connection.first, key: index, of }));
    for (const episode of findEpisodes(sightings, WINDOW_SECONDS, rejectedProbes, QUIET_SECONDS)) {
      const attempts = episode.sightings.map(({ of }) => of);
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
