import type { CloudTrailRecord } from '../records/cloudtrail/cloudtrail-record';
import type { ContainerLine } from './containers/container-line';
import type { Fleet } from './fleet';
import type { FlowLogEntry } from './flow';
import type { Actor } from './labels';
import type { Random } from './random';

/** A CloudTrail record with the moment it happened, before anyone delivers it. */
export interface ApiEvent {
  readonly at: number;
  readonly record: CloudTrailRecord;
}

/** What a scenario writes into while it plays. */
export interface Simulation {
  readonly random: Random;
  readonly fleet: Fleet;
  /** First and last moment, epoch seconds. */
  readonly from: number;
  readonly until: number;
  readonly flows: FlowLogEntry[];
  readonly events: ApiEvent[];
  /** What containers wrote. */
  readonly lines: ContainerLine[];
  readonly actors: Actor[];
  /** Ports that a security group lets the world reach, and since when. */
  readonly openings: { readonly groupId: string; readonly port: number; readonly since: number }[];
  /** When the trail, or the flow logs, record nothing. */
  readonly trailOff: Span[];
  readonly flowLogsOff: Span[];
  /** Services that the trail leaves out, and since when. */
  readonly trailExclusions: { readonly eventSource: string; readonly since: number }[];
}

/** Epoch seconds; what lies between is in it, the ends are not. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export function isWithin(spans: readonly Span[], at: number): boolean {
  return spans.some(({ from, until }) => from < at && at < until);
}
