import type { CloudTrailRecord, JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import type { FlowLogFields, FlowLogRow } from '../../records/flow-logs/flow-log-row';
import type { LogSink, Place } from '../reading/log-sink';
import { containerLineOf } from './container-line';
import type { WantedRecord } from './wanted-record';

/** A record that was asked for, and where it stands. */
export type FoundRecord = { readonly place: string } & (
  | { readonly kind: 'event'; readonly record: CloudTrailRecord; readonly text: string }
  | { readonly kind: 'flow'; readonly fields: FlowLogFields }
  | { readonly kind: 'line'; readonly fields: JsonObject }
);

/** The same event may be delivered several times, and a busy port has many flows a minute. */
const MOST_FOUND = 100;

/** Keeps the records that were asked for. */
export class RecordSink implements LogSink {
  readonly #wanted: WantedRecord;
  readonly found: FoundRecord[] = [];

  constructor(wanted: WantedRecord) {
    this.#wanted = wanted;
  }

  cloudTrail(record: CloudTrailRecord, text: string, place: Place): undefined {
    const wanted = this.#wanted;
    const where = `${place.path}:${place.line}`;
    if (wanted.kind !== 'event' || this.found.length >= MOST_FOUND) return;
    if (record.eventID === wanted.id || (record.eventID === undefined && where === wanted.id)) {
      this.found.push({ kind: 'event', record, text, place: where });
    }
  }

  /** A line of a container has no id but its place. */
  containerLine(read: string, place: Place): undefined {
    const where = `${place.path}:${place.line}`;
    if (this.#wanted.kind !== 'event' || this.#wanted.id !== where) return;
    const line = containerLineOf(read);
    if (line !== undefined && this.found.length < MOST_FOUND) {
      this.found.push({ kind: 'line', fields: line, place: where });
    }
  }

  flow(line: FlowLogRow, place: Place): undefined {
    const wanted = this.#wanted;
    if (wanted.kind !== 'flow' || this.found.length >= MOST_FOUND) return;
    const { start, end } = line;
    const from = start ?? end;
    const to = end ?? start;
    if (from === undefined || to === undefined) return;
    if (to < wanted.minute || from >= wanted.minute + 60) return;
    const { source, target, port } = wanted;
    const isThere = isBetween(line, source, target) && line.dstport === port;
    const isBack = isBetween(line, target, source) && line.srcport === port;
    if (isThere || isBack) {
      this.found.push({ kind: 'flow', fields: line.toFields(), place: `${place.path}:${place.line}` });
    }
  }
}

function isBetween(line: FlowLogRow, source: string, target: string): boolean {
  const { srcaddr, dstaddr, pktSrcaddr, pktDstaddr } = line;
  return (srcaddr === source || pktSrcaddr === source) && (dstaddr === target || pktDstaddr === target);
}
