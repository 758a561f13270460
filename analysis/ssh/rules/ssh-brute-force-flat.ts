import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import { attemptEvidence, attemptFacts } from '../attempt-facts';
import { type Attempt, attemptsOf, viewOf } from '../conversations';
import { findEpisodes } from '../episodes';
import { FEWEST_AUTH_PACKETS, isRefusalLike, MOST_GUESS_PACKETS } from '../guess';
import type { SshPolicy } from '../policy';
import { quietSeconds } from '../quiet-seconds';
import { tellStory } from '../story';

/** SSHCure: a streak of ten connections with 11 to 51 packets, all at the pair's modal number. */
const FLAT_CONNECTIONS = 10;
const WINDOW_SECONDS = 600;
/** Retransmissions and control packets cannot be subtracted in flow logs (Jonker 2014): one either way. */
const TOLERANCE_PACKETS = 1;
const QUIET_SECONDS = quietSeconds('ssh-brute-force-flat');

/** R4: a tool guesses passwords: connections that are all alike, packet for packet, and all turned away. */
export function sshBruteForceFlat(activity: SshActivity, policy: SshPolicy): Finding[] {
  const findings: Finding[] = [];
  for (const conversation of viewOf(activity, policy).ssh) {
    if (conversation.connections.length < FLAT_CONNECTIONS) continue;
    const { source, target, port } = conversation.pair;
    const tries = attemptsOf([conversation], isRefusalLike);
    const mode = densestPackets(tries);
    if (mode === undefined) continue;
    const flat = tries.filter(({ connection }) => isNear(connection.packets, mode));
    const sightings = flat.map((of, index) => ({ at: of.connection.first, key: index, of }));
    for (const episode of findEpisodes(sightings, WINDOW_SECONDS, FLAT_CONNECTIONS, QUIET_SECONDS)) {
      const attempts = episode.sightings.map(({ of }) => of);
      const share = flat.length / tries.length;
      findings.push(
        tellStory({
          detection: 'ssh-brute-force-flat',
          severity: 'high',
          confidence: 0.5 + 0.4 * share,
          source,
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${source} guesses passwords on ${target}:${port}: ${attempts.length} connections of ${mode - TOLERANCE_PACKETS} to ${mode + TOLERANCE_PACKETS} packets each`,
          evidence: attemptEvidence(attempts, {
            flatShare: Number(share.toFixed(2)),
            mostInTenMinutes: episode.peak,
          }),
        }),
      );
    }
  }
  return findings;
}

function isNear(packets: number, mode: number): boolean {
  return Math.abs(packets - mode) <= TOLERANCE_PACKETS;
}

/** The number of packets that most tries lie at or beside; the smallest of several. */
function densestPackets(tries: readonly Attempt[]): number | undefined {
  if (tries.length < FLAT_CONNECTIONS) return undefined;
  const counts = new Map<number, number>();
  for (const { connection } of tries) {
    for (let beside = -TOLERANCE_PACKETS; beside <= TOLERANCE_PACKETS; beside += 1) {
      const packets = connection.packets + beside;
      counts.set(packets, (counts.get(packets) ?? 0) + 1);
    }
  }
  let densest: number | undefined;
  let most = 0;
  for (let packets = FEWEST_AUTH_PACKETS; packets <= MOST_GUESS_PACKETS; packets += 1) {
    const near = counts.get(packets) ?? 0;
    if (near > most) {
      densest = packets;
      most = near;
    }
  }
  return densest;
}
