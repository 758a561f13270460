import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { DAY_SECONDS } from '../habits/upload-days';
import { LARGE_WINDOW_BYTES } from './flow-interest';
import {
  type EcsTask,
  type FlowPair,
  firstTask,
  indexSlices,
  isLessWorth,
  isSameRecord,
  type Slice,
  smaller,
  unindex,
} from './flow-pair';

/** A pair with more slices than this gets an index: looking through a few is quicker than keeping one. */
const MOST_UNINDEXED_SLICES = 24;

/**
 * Puts a slice to those of its pair, unless the same record is there already; of more than `most` small ones, the one
 * that says least goes. Gives by how many slices the pair has grown.
 */
export function holdSlice(pair: FlowPair, most: number, slice: Slice): number {
  const { slices, byClientPort } = pair;
  let before: Slice | undefined;
  if (byClientPort === undefined) {
    for (const known of slices) if (isSameRecord(known, slice)) return seenAgain(known, slice);
  } else {
    for (let known = byClientPort.get(slice.clientPort); known !== undefined; known = known.next) {
      if (isSameRecord(known, slice)) return seenAgain(known, slice);
      before = known;
    }
  }
  const last = slices[slices.length - 1];
  if (last !== undefined && slice.start < last.start && dayOf(slice.start) < dayOf(last.start))
    pair.areDaysMixed = true;
  // The first push would make room for 17, and most pairs of an internet scan have one or two.
  if (slices.length < 2) pair.slices = last === undefined ? [slice] : [last, slice];
  else slices.push(slice);
  if (before !== undefined) before.next = slice;
  else if (byClientPort !== undefined) byClientPort.set(slice.clientPort, slice);
  else if (slices.length > MOST_UNINDEXED_SLICES) pair.byClientPort = indexSlices(slices);
  return pair.slices.length > most ? 1 + dropLeast(pair, most, slice) : 1;
}

/** Flags are the one field that a format may lack. */
function seenAgain(known: Slice, { flags }: Slice): 0 {
  if (flags !== undefined) known.flags = (known.flags ?? 0) | flags;
  return 0;
}

/** Keeps these slices of a pair only; gives by how many it has grown, which is never above 0. */
export function keepSlices(pair: FlowPair, slices: Slice[]): number {
  const change = slices.length - pair.slices.length;
  if (change === 0) return 0;
  pair.slices = slices;
  pair.byClientPort = slices.length > MOST_UNINDEXED_SLICES ? indexSlices(slices) : undefined;
  return change;
}

/** Notes of which task and VPC the source or the target is, as far as the record says it. */
export function attributeTask(pair: FlowPair, record: FlowRecord, fromClient: boolean): void {
  const { vpcId, ecsTaskId: task } = record;
  if (vpcId !== undefined && pair.vpcId !== vpcId) pair.vpcId = smaller(pair.vpcId, vpcId);
  if (task === undefined) return;
  const direction = record.flowDirection;
  if (direction === undefined) return;
  const isOfSource = (direction === 'egress') === fromClient;
  const known = isOfSource ? pair.sourceTask : pair.targetTask;
  if (known?.task === task) return;
  const found: EcsTask = { cluster: record.ecsClusterName, service: record.ecsServiceName, task };
  if (isOfSource) pair.sourceTask = firstTask(known, found);
  else pair.targetTask = firstTask(known, found);
}

/**
 * Of the small slices of the newcomer's day: large transfers are added up and stay. A busy pair is full for most of its
 * life, so nothing is copied here.
 */
function dropLeast(pair: FlowPair, most: number, { start }: Slice): number {
  const { slices } = pair;
  // Of a full pair each newcomer asks this of all: times are compared, not divided.
  const dayBegin = dayOf(start) * DAY_SECONDS;
  const dayEnd = dayBegin + DAY_SECONDS;
  let begin = slices.length;
  // A pair lives for months, and mostly its days come one after the other.
  if (pair.areDaysMixed) begin = 0;
  else while (begin > 0 && (slices[begin - 1] as Slice).start >= dayBegin) begin -= 1;
  if (slices.length - begin <= most) return 0;
  let small = 0;
  let place = -1;
  let least: Slice | undefined;
  for (let at = begin; at < slices.length; at += 1) {
    const slice = slices[at] as Slice;
    if (slice.bytes >= LARGE_WINDOW_BYTES || slice.start < dayBegin || slice.start >= dayEnd) continue;
    small += 1;
    if (least !== undefined && !isLessWorth(slice, least)) continue;
    least = slice;
    place = at;
  }
  if (small <= most || least === undefined) return 0;
  pair.left += 1;
  // By hand: `splice` makes an array of what it cuts out, and `copyWithin` takes ten times as long.
  for (let at = place + 1; at < slices.length; at += 1) slices[at - 1] = slices[at] as Slice;
  slices.pop();
  if (slices.length <= MOST_UNINDEXED_SLICES) pair.byClientPort = undefined;
  else if (pair.byClientPort !== undefined) unindex(pair.byClientPort, least);
  return -1;
}

function dayOf(time: number): number {
  return Math.floor(time / DAY_SECONDS);
}
