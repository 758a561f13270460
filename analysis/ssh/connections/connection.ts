import type { Slice } from './flow-pair';

/** One connection, or one attempt at it: the records of both directions and all windows, joined. */
export interface Connection {
  readonly clientPort: number;
  /** Epoch seconds. */
  readonly first: number;
  readonly last: number;
  /** Client to server: "packets per flow" in the literature. */
  readonly packets: number;
  readonly bytes: number;
  /** What the client said, without headers, as far as header lengths can be known. */
  readonly payload: number;
  readonly replyPackets: number;
  readonly replyBytes: number;
  /** What the server said, likewise. */
  readonly replyPayload: number;
  /** A security group or a network ACL turned every packet away. */
  readonly rejected: boolean;
  /** Something listens there: the reply is more than a reset, or the client went on to send data. */
  readonly answered: boolean;
  /** The client sent SYNs and nothing else. */
  readonly synOnly: boolean;
  /** The handshake was seen (or the format has no flags to see it by): a new connection, not the rest of one. */
  readonly opened: boolean;
  /** The slice with the first packet: the sample that evidence shows. */
  readonly sample: Slice;
}
