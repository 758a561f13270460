import { counted } from '../counted';
import type { Finding, Severity } from '../finding';
import { groupBy } from '../group-by';
import type { SshActivity } from './activity';
import { type Attempt, attemptsOf, ofBusySources, viewOf } from './connections/conversations';
import { placesOf } from './connections/places';
import { isBare } from './connections/probe';
import { TCP } from './connections/protocols';
import type { SshPolicy } from './policy';
import { findScans, portHorizons, refusedPortHorizons } from './scan-horizons';
import { attemptEvidence, attemptFacts, count, distinct } from './stories/attempt-facts';
import { quietSeconds } from './stories/quiet-seconds';
import { tellStory } from './stories/story';
import { thresholdsOf } from './thresholds';

const QUIET_SECONDS = quietSeconds('port-scan');
/** Zeek's number of ports, and what nobody's client opens in an hour: from here on there is little doubt. */
const MANY_PORTS = 15;

/** SYN, acknowledgement and reset of a connect scan: whoever sends more had something to say. */
const MOST_SCAN_PACKETS = 3;

/** What is known of a source that touched many ports of one target. */
interface Touches {
  readonly touchesSsh: boolean;
  readonly answered: number;
  /** Most contacts were more than a scan's: passive FTP looks like this. */
  readonly isMostlyTalk: boolean;
  /** Mostly turned away or left without an answer. */
  readonly isMostlyRefused: boolean;
  readonly isFromInside: boolean;
}

/** Finds sources that touch as many ports of one target as a detection asks for; `judge` passes some over. */
export function findPortScans(
  activity: SshActivity,
  policy: SshPolicy,
  detection: 'port-scan' | 'ssh-vertical-scan',
  judge: (scan: Touches) => Severity | undefined,
): Finding[] {
  const { ports: fewest } = thresholdsOf(policy, detection);
  const horizons = portHorizons(detection, fewest);
  const ofRefused = refusedPortHorizons(detection, fewest);
  const findings: Finding[] = [];
  const view = viewOf(activity, policy);
  const byEnds = groupBy(
    ofBusySources(view.all, view, fewest),
    ({ pair }) => `${pair.source} ${pair.target} ${pair.protocol}`,
  );
  for (const conversations of byEnds.values()) {
    if (conversations.length < fewest) continue;
    const isTcp = conversations[0]?.pair.protocol === TCP;
    const isIpv6 = conversations[0]?.pair.target.includes(':') ?? false;
    const touches = attemptsOf(
      conversations,
      ({ opened, packets, bytes }) => opened || isBare(packets, bytes, isIpv6),
    );
    const sightings = touches.map((of) => ({ at: of.connection.first, key: of.port, of }));
    const found = findScans(sightings, horizons, QUIET_SECONDS);
    const refused = () => sightings.filter(({ of }) => !isAnswered(of));
    const episodes = found.length > 0 ? found : findScans(refused(), ofRefused, QUIET_SECONDS);
    for (const episode of episodes) {
      const attempts = episode.sightings.map(({ of }) => of);
      const ports = distinct(attempts.map(({ port }) => port));
      const touchesSsh = isTcp && ports.some((port) => policy.sshPorts.includes(port));
      const answered = isTcp ? count(attempts, isAnswered) : 0;
      const talked = count(attempts, ({ connection }) => connection.packets > MOST_SCAN_PACKETS);
      const [first] = attempts;
      if (first === undefined) continue;
      const severity = judge({
        touchesSsh,
        answered,
        isMostlyTalk: talked * 2 > attempts.length,
        isMostlyRefused: answered * 2 < attempts.length,
        isFromInside: !placesOf(policy).isOutside(first.source),
      });
      if (severity === undefined) continue;
      findings.push(
        tellStory({
          detection,
          severity,
          confidence: episode.peak >= MANY_PORTS ? 0.95 : 0.8,
          source: first.source,
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${first.source} touched ${ports.length}${isTcp ? '' : ' UDP'} ports of ${first.target}, ${episode.peak} of them within ${episode.horizon.name}; ${counted(answered, 'contact')} ${answered === 1 ? 'was' : 'were'} answered`,
          evidence: attemptEvidence(attempts, {
            ports: ports.length,
            mostPorts: episode.peak,
            within: episode.horizon.name,
          }),
        }),
      );
    }
  }
  return findings;
}

/** Off the SSH ports replies are not kept: a client of TCP that went on after its SYN had an answer. */
function isAnswered({ connection }: Attempt): boolean {
  return !connection.rejected && (connection.answered || (!connection.synOnly && connection.packets > 1));
}
