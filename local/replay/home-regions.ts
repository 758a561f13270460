import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';

const SLOT_SECONDS = 600;
const LEAST_SLOTS = 6;
const SHARE_OF_BUSIEST = 1 / 3;

/**
 * Learns the regions that a fleet lives in from what was changed there: successful write calls to ECS and EC2.
 *
 * A region counts by the ten-minute slots in which it saw such a call and not by the number of calls, so that a
 * burst of two hundred RunTask in a foreign region does not make it a home. Home is every region with at least a
 * third of the slots of the busiest one; with fewer than six slots (an hour's worth) in the busiest, the records
 * say too little and nothing is learned.
 */
export class HomeRegions {
  readonly #slots = new Map<string, Set<number>>();

  /** `at` is the time of the record, epoch seconds. */
  add(record: CloudTrailRecord, at: number): void {
    const region = record.awsRegion;
    if (region === undefined || !isFleetChange(record)) return;
    const slots = this.#slots.get(region) ?? new Set();
    this.#slots.set(region, slots.add(Math.floor(at / SLOT_SECONDS)));
  }

  /** The regions in alphabetical order; empty when the records say too little. */
  learn(): readonly string[] {
    const busiest = Math.max(0, ...[...this.#slots.values()].map((slots) => slots.size));
    if (busiest < LEAST_SLOTS) return [];
    return [...this.#slots]
      .filter(([, slots]) => slots.size >= busiest * SHARE_OF_BUSIEST)
      .map(([region]) => region)
      .sort();
  }
}

function isFleetChange(record: CloudTrailRecord): boolean {
  const isFleet = record.eventSource === 'ecs.amazonaws.com' || record.eventSource === 'ec2.amazonaws.com';
  return isFleet && record.readOnly === false && record.errorCode === undefined;
}
