import type { Connection } from '../connections/connection';
import { medianOf } from '../stories/attempt-facts';
import type { Sizes } from './login-step';

/** The connections of one source with one SSH port of one target, told apart by how far they got. */
export interface Series {
  /** Long enough to carry an authentication, in time order. */
  readonly talks: readonly Connection[];
  /** What most talks are like; of several such kinds the smallest. */
  readonly base: Sizes;
  /** The talks that are like `base`, packet for packet, give or take one. */
  readonly alike: readonly Connection[];
  /** Answered, and over before anybody could authenticate. */
  readonly curt: readonly Connection[];
}

/**
 * SYN, acknowledgement, version, three messages of the key exchange, service and authentication request: a client
 * that sends fewer packets has not tried to log in (RFC 4253, RFC 4252). Some tools join two of them.
 */
export const FEWEST_TALK_PACKETS = 8;
/** Retransmissions and control packets cannot be subtracted in flow logs (Jonker 2014): one either way. */
export const TOLERANCE_PACKETS = 1;
/**
 * More packets than this hold a session and not a try: they cannot be what a series mostly consists of. The most
 * that we measured in tries is 62 (a client that repeats an empty password until a server without limit is tired).
 */
export const MOST_TRY_PACKETS = 80;

/** A connection that may have been a try to log in, by its client packets alone. */
export function isTryLike({ answered, packets }: Connection): boolean {
  return answered && packets >= FEWEST_TALK_PACKETS && packets <= MOST_TRY_PACKETS;
}

/** How many talks lie at or beside a number of packets; one for all calls, since most series are short. */
const near = new Int32Array(MOST_TRY_PACKETS + 2);

/** Describes a series in one pass; `undefined` where nobody could have tried to log in. */
export function describeSeries(connections: readonly Connection[]): Series | undefined {
  const talks: Connection[] = [];
  const curt: Connection[] = [];
  near.fill(0);
  for (const connection of connections) {
    if (!connection.answered) continue;
    const { packets } = connection;
    if (packets < FEWEST_TALK_PACKETS) {
      curt.push(connection);
      continue;
    }
    talks.push(connection);
    if (packets > MOST_TRY_PACKETS) continue;
    for (let beside = packets - TOLERANCE_PACKETS; beside <= packets + TOLERANCE_PACKETS; beside += 1) {
      near[beside] = (near[beside] as number) + 1;
    }
  }
  let mode = 0;
  for (let packets = FEWEST_TALK_PACKETS; packets <= MOST_TRY_PACKETS; packets += 1) {
    if ((near[packets] as number) > (near[mode] as number)) mode = packets;
  }
  if (mode === 0) return undefined;
  const alike = talks.filter(({ packets }) => Math.abs(packets - mode) <= TOLERANCE_PACKETS);
  return { talks, base: middleOf(alike), alike, curt };
}

function middleOf(connections: readonly Connection[]): Sizes {
  const middle = (sizeOf: (connection: Connection) => number) => medianOf(connections.map(sizeOf)) ?? 0;
  return {
    packets: middle(({ packets }) => packets),
    payload: middle(({ payload }) => payload),
    replyPackets: middle(({ replyPackets }) => replyPackets),
    replyPayload: middle(({ replyPayload }) => replyPayload),
  };
}
