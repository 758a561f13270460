import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import { isPublicAddress } from '../addresses';
import { attemptEvidence, attemptFacts, countTargets } from '../attempt-facts';
import { findEpisodes } from '../episodes';
import type { SshPolicy } from '../policy';
import { tellStory } from '../story';
import { type Attempt, attemptsOf, groupBy, viewOf } from '../view';

/** More than five targets that did not establish a connection on one port: Slips. */
const TARGETS = 6;
/** Zeek's Address_Scan: 25 in five minutes. */
const MANY_TARGETS = 25;
const WINDOW_SECONDS = 300;
const QUIET_SECONDS = 3_600;

/**
 * R15: one source looks for a service other than SSH on address after address, and nobody answers. Medium where
 * it comes from inside and reaches for many: that is a container looking around, or a worm.
 */
export function addressScan(activity: SshActivity, policy: SshPolicy): Finding[] {
  const offSsh = viewOf(activity, policy).all.filter(({ pair }) => !policy.sshPorts.includes(pair.port));
  const findings: Finding[] = [];
  for (const conversations of groupBy(
    offSsh,
    ({ pair }) => `${pair.source} ${pair.port} ${pair.protocol}`,
  ).values()) {
    if (conversations.length < TARGETS) continue;
    const unanswered = attemptsOf(conversations, ({ rejected, synOnly }) => rejected || synOnly);
    const sightings = unanswered.map((of) => ({ at: of.connection.first, key: of.target, of }));
    for (const episode of findEpisodes(sightings, WINDOW_SECONDS, TARGETS, QUIET_SECONDS)) {
      const attempts = episode.sightings.map(({ of }) => of);
      const [first] = attempts as [Attempt, ...Attempt[]];
      const isMany = episode.peak >= MANY_TARGETS;
      findings.push(
        tellStory({
          detection: 'address-scan',
          severity: isMany && !isPublicAddress(first.source) ? 'medium' : 'low',
          confidence: isMany ? 0.9 : 0.6,
          source: first.source,
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${first.source} looked for port ${first.port} on ${countTargets(attempts)} addresses, ${episode.peak} of them within five minutes, without an answer`,
          evidence: attemptEvidence(attempts, { mostTargetsInFiveMinutes: episode.peak }),
        }),
      );
    }
  }
  return findings;
}
