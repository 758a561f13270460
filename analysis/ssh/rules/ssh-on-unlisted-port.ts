import { counted } from '../../counted';
import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import type { SshActivity } from '../activity';
import { cidrMatcher } from '../connections/addresses';
import type { Connection } from '../connections/connection';
import { connectionsOf } from '../connections/connections';
import { type Attempt, beginOf } from '../connections/conversations';
import type { SshPolicy } from '../policy';
import { likenessOf } from '../series/size-likeness';
import { attemptEvidence, attemptFacts, distinct, listed } from '../stories/attempt-facts';
import { findStretches } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';
import { FLOW_WINDOWS } from '../windows';

/** What servers say at most until a password is refused or a command has ended (docs/ssh-sizes.md); TLS says more. */
const MOST_REPLY = 4_600;
const WINDOW_SECONDS = FLOW_WINDOWS['ssh-on-unlisted-port'];
/** Measured sizes repeat to the packet and the padded message (RFC 4253, 6). */
const SAME = { packets: 1, payload: 8 };
/** The measured sizes cover a sixth of all that a connection of that length could have. */
const CONFIDENCE = 0.4;
const QUIET_SECONDS = quietSeconds('ssh-on-unlisted-port');

/**
 * A port of the fleet that is not listed as SSH's is used like one: both sides say as much as in a key exchange, the
 * client exactly what a known SSH client says, nobody is quick, and it comes again and again. Low: sizes are no proof
 * of a protocol. The finding is there to name the port, so that the rules on SSH look at it.
 */
export function sshOnUnlistedPort(activity: SshActivity, policy: SshPolicy): Finding[] {
  const isTrusted = cidrMatcher(policy.trustedCidrs);
  // As many as make a burst: fewer connections of a size that SSH has are what any service gets.
  const { connections } = thresholdsOf(policy, 'ssh-on-unlisted-port');
  const attempts: Attempt[] = [];
  for (const pair of activity.talks.values()) {
    const { source, target, port, targetTask } = pair;
    if (isTrusted(source) || isTrusted(target)) continue;
    for (const connection of connectionsOf(pair)) {
      if (isLikeSsh(connection)) attempts.push({ source, target, port, targetTask, connection });
    }
  }
  const findings: Finding[] = [];
  for (const together of groupBy(attempts, ({ target, port }) => `${target} ${port}`).values()) {
    const inOrder = together.sort((one, other) => beginOf(one) - beginOf(other));
    for (const episode of findStretches(inOrder, beginOf, WINDOW_SECONDS, connections, QUIET_SECONDS)) {
      findings.push(told(episode.parts, episode.reachedAt, activity));
    }
  }
  return findings;
}

function told(attempts: readonly Attempt[], reachedAt: number, activity: SshActivity): Finding {
  const [first] = attempts as [Attempt, ...Attempt[]];
  const { target, port, connection } = first;
  const sources = distinct(attempts.map(({ source }) => source));
  const { nearest } = likenessOf(connection.packets, connection.payload);
  return tellStory({
    detection: 'ssh-on-unlisted-port',
    severity: 'low',
    confidence: CONFIDENCE,
    source: sources.length === 1 ? first.source : '*',
    ...attemptFacts(attempts),
    reachedAt,
    quietSeconds: QUIET_SECONDS,
    until: activity.until,
    summary: `${target}:${port} is used like an SSH daemon: at least ${counted(attempts.length, 'connection')} of ${counted(sources.length, 'source')} have the sizes of SSH; if it is one, add ${port} to sshPorts`,
    evidence: attemptEvidence(attempts, {
      sourceCount: sources.length,
      sources: listed(sources),
      ...(nearest !== undefined && { sizesLike: `${nearest.client}, ${nearest.outcome}` }),
    }),
  });
}

/** The client's side is that of a known SSH client, and the server has said its part of a key exchange. */
function isLikeSsh({ opened, packets, payload, replyPackets, replyPayload }: Connection): boolean {
  if (!opened || replyPackets === 0 || replyPayload === 0 || replyPayload > MOST_REPLY) return false;
  const { nearest } = likenessOf(packets, payload);
  if (nearest === undefined || nearest.outcome === 'probe') return false;
  return (
    Math.abs(nearest.packets - packets) <= SAME.packets && Math.abs(nearest.payload - payload) <= SAME.payload
  );
}
