import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import type { SshActivity } from '../activity';
import { attemptsOf, ofBusySources, viewOf } from '../connections/conversations';
import { placesOf } from '../connections/places';
import type { SshPolicy } from '../policy';
import { addressHorizons, findScans } from '../scan-horizons';
import { attemptEvidence, attemptFacts, count, countTargets } from '../stories/attempt-facts';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';

const QUIET_SECONDS = quietSeconds('ssh-horizontal-scan');
/** SSHCure, MIN_SSH_AUTH_PPF: fewer client packets do not get as far as a password. */
export const FEWEST_AUTH_PACKETS = 11;
/** SSHCure, SCAN_MAX_PPF: a SYN, or a SYN and the reset after the answer. */
export const MOST_SILENT_PACKETS = 2;

/**
 * One source looks for SSH on address after address and never stays for a login: SYNs, connects, banner grabs.
 * From inside, connects and grabs are what monitoring makes: low.
 */
export function sshHorizontalScan(activity: SshActivity, policy: SshPolicy): Finding[] {
  const numbers = thresholdsOf(policy, 'ssh-horizontal-scan');
  const { targets, targetsPerHour } = numbers;
  const horizons = addressHorizons('ssh-horizontal-scan', numbers);
  const findings: Finding[] = [];
  const view = viewOf(activity, policy);
  const busy = ofBusySources(view.ssh, view, targets);
  for (const conversations of groupBy(busy, bySourceAndPort).values()) {
    if (conversations.length < targets) continue;
    const probes = attemptsOf(
      conversations,
      ({ rejected, synOnly, packets }) => rejected || synOnly || packets < FEWEST_AUTH_PACKETS,
    );
    const sightings = probes.map((of) => ({ at: of.connection.first, key: of.target, of }));
    for (const episode of findScans(sightings, horizons, QUIET_SECONDS)) {
      const attempts = episode.sightings.map(({ of }) => of);
      const source = attempts[0]?.source ?? '*';
      const silent = count(
        attempts,
        ({ connection }) => connection.packets <= MOST_SILENT_PACKETS || connection.synOnly,
      );
      const isScan = placesOf(policy).isOutside(source) || silent * 2 > attempts.length;
      findings.push(
        tellStory({
          detection: 'ssh-horizontal-scan',
          severity: episode.peak >= targetsPerHour && isScan ? 'medium' : 'low',
          confidence: Math.min(0.95, 0.5 + 0.02 * episode.peak),
          source,
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${source} looked for SSH on ${countTargets(attempts)} addresses, ${episode.peak} of them within ${episode.horizon.name}`,
          evidence: attemptEvidence(attempts, { mostTargets: episode.peak, within: episode.horizon.name }),
        }),
      );
    }
  }
  return findings;
}

function bySourceAndPort({ pair }: { pair: { source: string; port: number } }): string {
  return `${pair.source} ${pair.port}`;
}
