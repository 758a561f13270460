import { counted } from '../counted';
import type { Finding } from '../finding';
import { groupBy } from '../group-by';
import type { SshActivity } from './activity';
import { isPublicAddress } from './addresses';
import { attemptEvidence, attemptFacts, count, distinct } from './attempt-facts';
import { type Attempt, attemptsOf, viewOf } from './conversations';
import type { SshPolicy } from './policy';
import { isBare } from './probe';
import { quietSeconds } from './quiet-seconds';
import { findScans, type Horizon } from './scan-horizons';
import { type StoryFacts, tellStory } from './story';
import { thresholdsOf } from './thresholds';

/**
 * Ten ports of one target in an hour (Panther, `scanPorts`): Zeek's fifteen in five minutes misses the usual lists of a dozen
 * ports, nmap's among them. In a day three times as many, since clients find new ports in time.
 */
const horizonsOf = (ports: number): readonly Horizon[] => [
  { name: 'an hour', seconds: 3_600, threshold: ports },
  { name: 'a day', seconds: 24 * 3_600, threshold: 3 * ports },
];
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

/** What the two rules on vertical scans make of one: its name and how bad it is. */
type Verdict = Pick<StoryFacts, 'detection' | 'severity'>;

/** Finds sources that touch many ports of one target and lets `judge` name each scan, or pass it over. */
export function findPortScans(
  activity: SshActivity,
  policy: SshPolicy,
  judge: (scan: Touches) => Verdict | undefined,
): Finding[] {
  const { scanPorts } = thresholdsOf(policy);
  const horizons = horizonsOf(scanPorts);
  const findings: Finding[] = [];
  const byEnds = groupBy(
    viewOf(activity, policy).all,
    ({ pair }) => `${pair.source} ${pair.target} ${pair.protocol}`,
  );
  for (const conversations of byEnds.values()) {
    if (conversations.length < scanPorts) continue;
    const isTcp = conversations[0]?.pair.protocol === 6;
    const isIpv6 = conversations[0]?.pair.target.includes(':') ?? false;
    const touches = attemptsOf(
      conversations,
      ({ opened, packets, bytes }) => opened || isBare(packets, bytes, isIpv6),
    );
    const sightings = touches.map((of) => ({ at: of.connection.first, key: of.port, of }));
    for (const episode of findScans(sightings, horizons, QUIET_SECONDS)) {
      const attempts = episode.sightings.map(({ of }) => of);
      const ports = distinct(attempts.map(({ port }) => port));
      const touchesSsh = isTcp && ports.some((port) => policy.sshPorts.includes(port));
      const answered = isTcp ? count(attempts, isAnswered) : 0;
      const talked = count(attempts, ({ connection }) => connection.packets > MOST_SCAN_PACKETS);
      const [first] = attempts;
      if (first === undefined) continue;
      const verdict = judge({
        touchesSsh,
        answered,
        isMostlyTalk: talked * 2 > attempts.length,
        isMostlyRefused: answered * 2 < attempts.length,
        isFromInside: !isPublicAddress(first.source),
      });
      if (verdict === undefined) continue;
      findings.push(
        tellStory({
          ...verdict,
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
