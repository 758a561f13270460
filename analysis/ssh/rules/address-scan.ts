import { counted } from '../../counted';
import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import type { SshActivity } from '../activity';
import { isPublicAddress } from '../addresses';
import { attemptEvidence, attemptFacts, count, countTargets } from '../attempt-facts';
import type { Connection } from '../connections';
import { type Attempt, attemptsOf, viewOf } from '../conversations';
import type { SshPolicy } from '../policy';
import { quietSeconds } from '../quiet-seconds';
import { findScans, type Horizon } from '../scan-horizons';
import { tellStory } from '../story';
import { thresholdsOf } from '../thresholds';

/**
 * More than five targets that did not establish a connection on one port: Slips. Zeek's Address_Scan asks for 25 in
 * five minutes (`scanTargets`); a slow one has as many in an hour, or twice as many in a day.
 */
const TARGETS = 6;
const horizonsOf = (many: number): readonly Horizon[] => [
  { name: 'five minutes', seconds: 300, threshold: TARGETS },
  { name: 'an hour', seconds: 3_600, threshold: many },
  { name: 'a day', seconds: 24 * 3_600, threshold: 2 * many },
];
const QUIET_SECONDS = quietSeconds('address-scan');

/**
 * One source looks for a service other than SSH on address after address, and gets no answer or says nothing
 * to it. Medium where it comes from inside, reaches for many and mostly gets no answer: that is a container
 * looking around, or a worm. Answered, it may be a load balancer's health checks.
 */
export function addressScan(activity: SshActivity, policy: SshPolicy): Finding[] {
  const offSsh = viewOf(activity, policy).all.filter(({ pair }) => !policy.sshPorts.includes(pair.port));
  const { scanTargets } = thresholdsOf(policy);
  const horizons = horizonsOf(scanTargets);
  const findings: Finding[] = [];
  for (const conversations of groupBy(
    offSsh,
    ({ pair }) => `${pair.source} ${pair.port} ${pair.protocol}`,
  ).values()) {
    if (conversations.length < TARGETS) continue;
    // Of UDP nobody can tell an answer: gossip and metrics go to many addresses all day.
    const isTcp = conversations[0]?.pair.protocol === 6;
    const contacts = attemptsOf(
      conversations,
      (connection) => isUnanswered(connection) || (isTcp && isEmpty(connection)),
    );
    const sightings = contacts.map((of) => ({ at: of.connection.first, key: of.target, of }));
    for (const episode of findScans(sightings, horizons, QUIET_SECONDS)) {
      const attempts = episode.sightings.map(({ of }) => of);
      const [first] = attempts as [Attempt, ...Attempt[]];
      const isMany = episode.peak >= scanTargets;
      const unanswered = count(attempts, ({ connection }) => isUnanswered(connection));
      const isMostlyUnanswered = unanswered * 2 > attempts.length;
      findings.push(
        tellStory({
          detection: 'address-scan',
          severity: isMany && isMostlyUnanswered && !isPublicAddress(first.source) ? 'medium' : 'low',
          confidence: isMany ? 0.9 : 0.6,
          source: first.source,
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${first.source} looked for port ${first.port} on ${countTargets(attempts)} addresses, ${episode.peak} of them within ${episode.horizon.name}; ${unanswered} of ${counted(attempts.length, 'contact')} had no answer`,
          evidence: attemptEvidence(attempts, { mostTargets: episode.peak, within: episode.horizon.name }),
        }),
      );
    }
  }
  return findings;
}

function isUnanswered({ rejected, synOnly }: Connection): boolean {
  return rejected || synOnly;
}

/** Lengths of an acknowledgement: without flags a window with nothing else may lie in the middle of a connection. */
const ACKNOWLEDGEMENT_LENGTHS = [40, 52];

/** Opened and left without a word. */
function isEmpty({ opened, packets, bytes }: Connection): boolean {
  return opened && packets > 1 && !ACKNOWLEDGEMENT_LENGTHS.includes(bytes / packets);
}
