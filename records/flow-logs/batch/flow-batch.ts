import type { FlowLogColumns } from '../flow-log-columns';

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

const ARRAYS = {
  srcport: Int32Array,
  dstport: Int32Array,
  protocol: Int32Array,
  tcpFlags: Int32Array,
  packets: Float64Array,
  bytes: Float64Array,
  start: Float64Array,
  end: Float64Array,
  marks: Uint8Array,
  /** The words of `FlowIdentity`. */
  high: Int32Array,
  low: Int32Array,
} as const;
type ArrayName = keyof typeof ARRAYS;
const ARRAY_NAMES = Object.keys(ARRAYS) as readonly ArrayName[];

/** A typed array for each number of a record, by name; times are epoch seconds, -1 is a number that is absent. */
export type BatchArrays = { readonly [Name in ArrayName]: InstanceType<(typeof ARRAYS)[Name]> };

/** Flow records side by side, which takes no room on the heap. Only whole records of status OK are in a batch. */
export interface FlowBatch extends BatchArrays {
  readonly format: FlowLogColumns;
  count: number;
  /** One of `BATCH_TEXTS` of a record; undefined where it is absent. The string stands on its own. */
  text(row: number, which: number): string | undefined;
  /** The record as a line of the format. */
  line(row: number): string;
}

/** The arrays of a batch of so many records. */
export function batchArrays(capacity: number): BatchArrays {
  return Object.fromEntries(
    ARRAY_NAMES.map((name) => [name, new ARRAYS[name](capacity)]),
  ) as unknown as BatchArrays;
}

/**
 * Holds a batch's arrays, whichever way they are filled. Each is named here once more: copied in a loop, they lie outside
 * of the object, and a replay of flow logs takes a twentieth longer.
 */
export abstract class BatchColumns implements BatchArrays {
  readonly srcport: BatchArrays['srcport'];
  readonly dstport: BatchArrays['dstport'];
  readonly protocol: BatchArrays['protocol'];
  readonly tcpFlags: BatchArrays['tcpFlags'];
  readonly packets: BatchArrays['packets'];
  readonly bytes: BatchArrays['bytes'];
  readonly start: BatchArrays['start'];
  readonly end: BatchArrays['end'];
  readonly marks: BatchArrays['marks'];
  readonly high: BatchArrays['high'];
  readonly low: BatchArrays['low'];

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
