import type { FlowLogColumns } from './flow-log-columns';

/** The texts that analysis reads, by AWS's names; a batch knows each by its place in this list. */
export const BATCH_TEXTS = [
  'account-id',
  'interface-id',
  'srcaddr',
  'dstaddr',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'vpc-id',
  'ecs-cluster-name',
  'ecs-service-name',
  'ecs-task-id',
] as const;
export const TEXT_COUNT: number = BATCH_TEXTS.length;
/** Places in `BATCH_TEXTS`. */
export const BATCH_TEXT = {
  ACCOUNT: 0,
  INTERFACE: 1,
  SRCADDR: 2,
  DSTADDR: 3,
  PKT_SRCADDR: 4,
  PKT_DSTADDR: 5,
  VPC: 6,
  CLUSTER: 7,
  SERVICE: 8,
  TASK: 9,
} as const;

/** Bits of `FlowBatch.marks`. */
export const MARK = { ACCEPT: 1, REJECT: 2, INGRESS: 4, EGRESS: 8 } as const;

/** So many records are read before they are judged: few enough that they stay in the processor's cache until then. */
export const BATCH_RECORDS = 512;

/**
 * Flow records side by side, a typed array for each number: what a worker can hand over without copying, and what
 * takes no room on the heap. Times are epoch seconds; -1 is a number that is absent. Only whole records of status OK
 * are in a batch.
 */
export interface FlowBatch {
  readonly format: FlowLogColumns;
  count: number;
  readonly srcport: Int32Array;
  readonly dstport: Int32Array;
  readonly protocol: Int32Array;
  readonly tcpFlags: Int32Array;
  readonly packets: Float64Array;
  readonly bytes: Float64Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly marks: Uint8Array;
  /** The words of `FlowIdentity`. */
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  /** One of `BATCH_TEXTS` of a record; undefined where it is absent. The string stands on its own. */
  text(row: number, which: number): string | undefined;
  /** Is the text this one? Costs less than asking for it. */
  isText(row: number, which: number, text: string): boolean;
  /** The record as a line of the format. */
  line(row: number): string;
}

export type BatchArrays = Pick<
  FlowBatch,
  | 'srcport'
  | 'dstport'
  | 'protocol'
  | 'tcpFlags'
  | 'packets'
  | 'bytes'
  | 'start'
  | 'end'
  | 'marks'
  | 'high'
  | 'low'
>;

/** The arrays of a batch of so many records. */
export function batchArrays(capacity: number): BatchArrays {
  return {
    srcport: new Int32Array(capacity),
    dstport: new Int32Array(capacity),
    protocol: new Int32Array(capacity),
    tcpFlags: new Int32Array(capacity),
    packets: new Float64Array(capacity),
    bytes: new Float64Array(capacity),
    start: new Float64Array(capacity),
    end: new Float64Array(capacity),
    marks: new Uint8Array(capacity),
    high: new Uint32Array(capacity),
    low: new Uint32Array(capacity),
  };
}

/** Holds a batch's arrays, whichever way they are filled. */
export abstract class BatchColumns implements BatchArrays {
  readonly srcport: Int32Array;
  readonly dstport: Int32Array;
  readonly protocol: Int32Array;
  readonly tcpFlags: Int32Array;
  readonly packets: Float64Array;
  readonly bytes: Float64Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly marks: Uint8Array;
  readonly high: Uint32Array;
  readonly low: Uint32Array;

  constructor(arrays: BatchArrays) {
    this.srcport = arrays.srcport;
    this.dstport = arrays.dstport;
    this.protocol = arrays.protocol;
    this.tcpFlags = arrays.tcpFlags;
    this.packets = arrays.packets;
    this.bytes = arrays.bytes;
    this.start = arrays.start;
    this.end = arrays.end;
    this.marks = arrays.marks;
    this.high = arrays.high;
    this.low = arrays.low;
  }
}
