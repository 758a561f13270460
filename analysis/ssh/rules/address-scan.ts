import { counted } from '../../counted';
import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import type { SshActivity } from '../activity';
import type { Connection } from '../connections/connection';
import { type Attempt, attemptsOf, type Conversation, viewOf } from '../connections/conversations';
import { type FlowPair, ICMP } from '../connections/flow-pair';
import { placesOf } from '../connections/places';
import { TCP, UDP } from '../connections/protocols';
import type { SshPolicy } from '../policy';
import { addressHorizons, findScans } from '../scan-horizons';
import { attemptEvidence, attemptFacts, count, countTargets } from '../stories/attempt-facts';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';

const QUIET_SECONDS = quietSeconds('address-scan');

/**
 * One source looks for a service other than SSH, or by ICMP for anybody, on address after address, and gets no answer or
 * says nothing to it. Medium where it comes from inside, reaches for many and mostly gets no answer: that is a container
 * looking around, or a worm. Answered, it may be a load balancer's health checks.
 */
export function addressScan(activity: SshActivity, policy: SshPolicy): Finding[] {
  const offSsh = viewOf(activity, policy).all.filter(({ pair }) => !policy.sshPorts.includes(pair.port));
  const numbers = thresholdsOf(policy, 'address-scan');
  const { targets, targetsPerHour } = numbers;
  const horizons = addressHorizons('address-scan', numbers);
  const findings: Finding[] = [];
  for (const conversations of groupBy(
    offSsh,
    ({ pair }) => `${pair.source} ${pair.port} ${pair.protocol}`,
  ).values()) {
    if (conversations.length < targets) continue;
    // Of UDP nobody can tell an answer: gossip and metrics go to many addresses all day.
    const isTcp = conversations[0]?.pair.protocol === TCP;
    const isIcmp = ICMP.has(conversations[0]?.pair.protocol ?? 0);
    const contacts = isIcmp
      ? pings(conversations, activity)
      : attemptsOf(conversations, (connection) => isUnanswered(connection) || (isTcp && isEmpty(connection)));
    const sightings = contacts.map((of) => ({ at: of.connection.first, key: of.target, of }));
    for (const episode of findScans(sightings, horizons, QUIET_SECONDS)) {
      const attempts = episode.sightings.map(({ of }) => of);
      const [first] = attempts as [Attempt, ...Attempt[]];
      const isMany = episode.peak >= targetsPerHour;
      const unanswered = isIcmp
        ? count(attempts, (attempt) => !isEchoed(attempt, conversations[0]?.pair.protocol ?? 0, activity))
        : count(attempts, ({ connection }) => isUnanswered(connection));
      const looked = isIcmp ? 'pinged' : `looked for port ${first.port} on`;
      const isMostlyUnanswered = unanswered * 2 > attempts.length;
      findings.push(
        tellStory({
          detection: 'address-scan',
          severity:
            isMany && isMostlyUnanswered && !placesOf(policy).isOutside(first.source) ? 'medium' : 'low',
          confidence: isMany ? 0.9 : 0.6,
          source: first.source,
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${first.source} ${looked} ${countTargets(attempts)} addresses, ${episode.peak} of them within ${episode.horizon.name}; ${unanswered} of ${counted(attempts.length, 'contact')} had no answer`,
          evidence: attemptEvidence(attempts, { mostTargets: episode.peak, within: episode.horizon.name }),
        }),
      );
    }
  }
  return findings;
}

/** At least this share of a sweep finds nobody: who gets an answer from all keeps an eye on its own. */
const FEWEST_UNANSWERED = 1 / 3;
/** What is pinged again and again and answers is watched, not looked for. */
const WATCHED = { slices: 3, seconds: 600 };

/**
 * Who was pinged to see whether anybody is there. Whoever answers the internet's pings has an answer for each of them and
 * sends none of its own: nothing that was asked first counts, nor what answers a UDP probe (an unreachable port).
 */
function pings(conversations: readonly Conversation[], activity: SshActivity): readonly Attempt[] {
  const sentUdp = new Set<string>();
  for (const { protocol, source, target } of activity.pairs.values()) {
    if (protocol === UDP) sentUdp.add(`${target} ${source}`);
  }
  const asked = conversations.filter(({ pair }) => !sentUdp.has(`${pair.source} ${pair.target}`));
  const unanswered = asked.filter(({ pair }) => !isEchoed(pair, pair.protocol, activity));
  if (unanswered.length < asked.length * FEWEST_UNANSWERED) return [];
  return attemptsOf(
    asked.filter(({ pair }) => !isEchoed(pair, pair.protocol, activity) || !isWatched(pair)),
    () => true,
  );
}

/** Is there ICMP in the other direction? */
function isEchoed(
  { source, target }: { readonly source: string; readonly target: string },
  protocol: number,
  { pairs }: SshActivity,
): boolean {
  return pairs.has(`${target} ${source} 0 ${protocol}`);
}

function isWatched({ slices }: FlowPair): boolean {
  const starts = slices.map(({ start }) => start);
  return slices.length >= WATCHED.slices && Math.max(...starts) - Math.min(...starts) > WATCHED.seconds;
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
