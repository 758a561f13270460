import { counted } from '../../counted';
import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import { spanInWords } from '../../in-words';
import type { SshActivity } from '../activity';
import { type Attempt, attemptsOf, beginOf, type Conversation, viewOf } from '../connections/conversations';
import { areLongQuestions } from '../connections/flow-interest';
import { ICMP } from '../connections/flow-pair';
import { placesOf } from '../connections/places';
import { TCP, UDP } from '../connections/protocols';
import { afterShell } from '../context/shell-before';
import { OUTBOUND_SSH_PORTS, type SshPolicy } from '../policy';
import { attemptEvidence, attemptFacts } from '../stories/attempt-facts';
import { findStretches } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { type StoryFacts, tellStory } from '../stories/story';
import { FLOW_WINDOWS } from '../windows';

/**
 * A ping has 84 bytes (iputils) or 60 (Windows), and comes once a second: what is larger, or comes in megabytes,
 * carries something. Ten packets are no single error message that quotes a large one.
 */
export const PING = { mostBytes: 200, fewestPackets: 10, mostTotalBytes: 1_048_576 };
/** Long questions of an ordinary client (signatures, many labels) stay far below in a day. */
const MOST_QUESTION_BYTES = 1_048_576;
const GIBIBYTE = 1024 ** 3;
/** More than this to one address in an hour is a copy of something. */
export const LARGE_TRANSFER_GIBIBYTES = 5;
const LARGE_TRANSFER_BYTES = LARGE_TRANSFER_GIBIBYTES * GIBIBYTE;
const WINDOW_SECONDS = FLOW_WINDOWS['unusual-egress'];
const QUIET_SECONDS = quietSeconds('unusual-egress');

/** What carries other traffic within, and what people call it (IANA protocol numbers). */
const CARRIERS: ReadonlyMap<number, string> = new Map([
  [4, 'IPIP'],
  [41, 'IPv6 in IPv4'],
  [47, 'GRE'],
  [50, 'ESP'],
  [51, 'AH'],
  [115, 'L2TP'],
  [132, 'SCTP'],
]);

/**
 * An ECS task sends to the internet on a port that nobody expects, or a great deal to one address. Medium; high
 * where somebody had a shell in it.
 */
export function unusualEgress(activity: SshActivity, policy: SshPolicy): Finding[] {
  const outbound = viewOf(activity, policy).all.filter(
    ({ pair }) => pair.sourceTask !== undefined && placesOf(policy).isPublic(pair.target),
  );
  const findings: Finding[] = [];
  for (const conversations of groupBy(outbound, ({ pair }) => pair.source).values()) {
    const odd = conversations.filter(({ pair }) => isOdd(pair, policy));
    findings.push(
      ...onOddPorts(odd, activity),
      ...icmpTunnels(conversations, activity),
      ...longQuestions(conversations, activity),
      ...otherProtocols(conversations, activity),
      ...largeTransfers(conversations, activity),
    );
  }
  return findings;
}

/** SSH has a rule of its own. */
function isOdd({ port, protocol }: { port: number; protocol: number }, policy: SshPolicy): boolean {
  const isSsh = protocol === TCP && (OUTBOUND_SSH_PORTS.has(port) || policy.sshPorts.includes(port));
  return (protocol === TCP || protocol === UDP) && !isSsh && !policy.egressPorts.includes(port);
}

/** What is carried in questions of the DNS or for the time: a megabyte of them is no name. */
function longQuestions(conversations: readonly Conversation[], activity: SshActivity): Finding[] {
  return conversations.flatMap((conversation) => {
    const { pair, attempts } = conversation;
    const sent = pair.slices.filter(({ fromClient }) => fromClient);
    const packets = sent.reduce((total, slice) => total + slice.packets, 0);
    const bytes = sent.reduce((total, slice) => total + slice.bytes, 0);
    if (!areLongQuestions(pair.protocol, pair.port, packets, bytes) || bytes <= MOST_QUESTION_BYTES)
      return [];
    return egressFinding([conversation], attempts, activity, {
      reachedAt: attempts[0]?.connection.first ?? 0,
      confidence: 0.6,
      did: `sent ${atLeast(pair.left)}${bytes} bytes in ${packets} UDP packets, ${Math.round(bytes / packets)} each, to port ${pair.port}`,
    });
  });
}

/** Neither TCP nor UDP nor ICMP: no task's client has a use for it, tunnels have. */
function otherProtocols(conversations: readonly Conversation[], activity: SshActivity): Finding[] {
  return conversations.flatMap((conversation) => {
    const { pair, attempts } = conversation;
    if (pair.protocol === TCP || pair.protocol === UDP || ICMP.has(pair.protocol)) return [];
    const bytes = pair.slices.reduce((total, slice) => total + slice.bytes, 0);
    const name = CARRIERS.get(pair.protocol) ?? `IP protocol ${pair.protocol}`;
    return egressFinding([conversation], attempts, activity, {
      reachedAt: attempts[0]?.connection.first ?? 0,
      confidence: 0.6,
      did: `sent ${atLeast(pair.left)}${bytes} bytes by ${name}`,
    });
  });
}

function icmpTunnels(conversations: readonly Conversation[], activity: SshActivity): Finding[] {
  return conversations.flatMap((conversation) => {
    const { pair, attempts } = conversation;
    if (!ICMP.has(pair.protocol)) return [];
    const packets = pair.slices.reduce((total, slice) => total + slice.packets, 0);
    const bytes = pair.slices.reduce((total, slice) => total + slice.bytes, 0);
    const isLarge = packets >= PING.fewestPackets && bytes > packets * PING.mostBytes;
    if (!isLarge && bytes <= PING.mostTotalBytes) return [];
    return egressFinding([conversation], attempts, activity, {
      reachedAt: attempts[0]?.connection.first ?? 0,
      confidence: 0.6,
      did: `sent ${atLeast(pair.left)}${bytes} bytes in ${packets} ICMP packets`,
    });
  });
}

/** Counts are lower bounds where records were seen and not kept. */
function atLeast(left: number): string {
  return left > 0 ? 'at least ' : '';
}

function onOddPorts(conversations: readonly Conversation[], activity: SshActivity): Finding[] {
  const attempts = attemptsOf(conversations, ({ opened }) => opened);
  return findStretches(attempts, beginOf, QUIET_SECONDS, 1, QUIET_SECONDS).map((episode) => {
    const together = episode.parts;
    const facts = attemptFacts(together);
    return egressFinding(conversations, together, activity, {
      reachedAt: episode.reachedAt,
      confidence: 0.6,
      did: `opened ${atLeast(conversations.reduce((sum, { pair }) => sum + pair.left, 0))}${counted(together.length, 'connection')} to the internet on port ${facts.ports.slice(0, 5).join(', ')}`,
    });
  });
}

function largeTransfers(conversations: readonly Conversation[], activity: SshActivity): Finding[] {
  const findings: Finding[] = [];
  for (const toOne of groupBy(conversations, ({ pair }) => pair.target).values()) {
    const slices = toOne
      .flatMap(({ pair }) => pair.slices)
      .filter(({ fromClient }) => fromClient)
      .sort((one, other) => one.start - other.start);
    let oldest = 0;
    let bytes = 0;
    for (const slice of slices) {
      bytes += slice.bytes;
      for (let left = slices[oldest]; left !== undefined && slice.start - left.start > WINDOW_SECONDS; ) {
        bytes -= left.bytes;
        oldest += 1;
        left = slices[oldest];
      }
      if (bytes <= LARGE_TRANSFER_BYTES) continue;
      findings.push(
        egressFinding(
          toOne,
          attemptsOf(toOne, () => true),
          activity,
          {
            reachedAt: slice.start,
            confidence: 0.8,
            claim: 'large-transfer',
            did: `sent ${(bytes / GIBIBYTE).toFixed(1)} GiB within ${spanInWords(WINDOW_SECONDS)}`,
          },
        ),
      );
      break;
    }
  }
  return findings;
}

function egressFinding(
  conversations: readonly Conversation[],
  attempts: readonly Attempt[],
  activity: SshActivity,
  claim: { reachedAt: number; confidence: number; did: string; claim?: string },
): Finding {
  const facts = attemptFacts(attempts);
  const pair = (conversations[0] as Conversation).pair;
  const task = pair.sourceTask;
  const story: StoryFacts = {
    detection: 'unusual-egress',
    severity: 'medium',
    confidence: claim.confidence,
    source: pair.source,
    ...facts,
    reachedAt: claim.reachedAt,
    quietSeconds: QUIET_SECONDS,
    until: activity.until,
    summary: `task of ${task?.service ?? task?.task ?? '-'} (${pair.source}) ${claim.did} to ${facts.targets.slice(0, 3).join(', ')}`,
    evidence: attemptEvidence(attempts, {
      ...(claim.claim !== undefined && { claim: claim.claim }),
      ...(task?.cluster !== undefined && { ecsCluster: task.cluster }),
      ...(task?.service !== undefined && { ecsService: task.service }),
      ...(task !== undefined && { ecsTask: task.task }),
    }),
  };
  return tellStory(afterShell(story, task?.task, activity));
}

/** Is this the claim of a large transfer to one target, not that of an odd port? */
export function isLargeTransfer({ evidence }: Finding): boolean {
  return evidence['claim'] === 'large-transfer';
}
