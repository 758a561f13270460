import type { Finding } from '../finding';
import { groupBy } from '../group-by';
import type { SshActivity } from './activity';
import { attemptEvidence, attemptFacts, count, distinct } from './attempt-facts';
import { type Attempt, attemptsOf, viewOf } from './conversations';
import { findEpisodes } from './episodes';
import type { SshPolicy } from './policy';
import { isBare } from './probe';
import { quietSeconds } from './quiet-seconds';
import { type StoryFacts, tellStory } from './story';

/**
 * Ten ports of one target in an hour (Panther). Zeek's fifteen in five minutes misses the usual lists of a dozen
 * ports, nmap's among them.
 */
const PORTS = 10;
const WINDOW_SECONDS = 3_600;
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
}

/** What the two rules on vertical scans make of one: its name and how bad it is. */
type Verdict = Pick<StoryFacts, 'detection' | 'severity'>;

/** Finds sources that touch many ports of one target and lets `judge` name each scan, or pass it over. */
export function findPortScans(
  activity: SshActivity,
  policy: SshPolicy,
  judge: (scan: Touches) => Verdict | undefined,
): Finding[] {
  const findings: Finding[] = [];
  const byEnds = groupBy(viewOf(activity, policy).all, ({ pair }) => `${pair.source} ${pair.target}`);
  for (const conversations of byEnds.values()) {
    if (conversations.length < PORTS) continue;
    const isIpv6 = conversations[0]?.pair.target.includes(':') ?? false;
    const touches = attemptsOf(
      conversations,
      ({ opened, packets, bytes }) => opened || isBare(packets, bytes, isIpv6),
    );
    const sightings = touches.map((of) => ({ at: of.connection.first, key: of.port, of }));
    for (const episode of findEpisodes(sightings, WINDOW_SECONDS, PORTS, QUIET_SECONDS)) {
      const attempts = episode.sightings.map(({ of }) => of);
      const ports = distinct(attempts.map(({ port }) => port));
      const touchesSsh = ports.some((port) => policy.sshPorts.includes(port));
      const answered = count(attempts, isAnswered);
      const talked = count(attempts, ({ connection }) => connection.packets > MOST_SCAN_PACKETS);
      const verdict = judge({ touchesSsh, answered, isMostlyTalk: talked * 2 > attempts.length });
      const [first] = attempts;
      if (verdict === undefined || first === undefined) continue;
      findings.push(
        tellStory({
          ...verdict,
          confidence: episode.peak >= MANY_PORTS ? 0.95 : 0.8,
          source: first.source,
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${first.source} touched ${ports.length} ports of ${first.target}; ${answered} contact(s) were answered`,
          evidence: attemptEvidence(attempts, { ports: ports.length, mostPortsInAnHour: episode.peak }),
        }),
      );
    }
  }
  return findings;
}

/** Off the SSH ports replies are not kept: a client that went on after its SYN had an answer. */
function isAnswered({ connection }: Attempt): boolean {
  return !connection.rejected && (connection.answered || (!connection.synOnly && connection.packets > 1));
}
