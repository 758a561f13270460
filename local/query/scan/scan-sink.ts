import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import type { FlowLogLine } from '../../../records/flow-logs/flow-log-line';
import type { TableName } from '../../../records/tables/table-definition';
import type { LogSink } from '../../reading/log-sink';
import { FactsOfFile } from './file-facts';
import { hasMilliseconds } from './milliseconds';
import type { Overlap, Seen } from './seen';
import { wordsOfLine } from './seen-flows';

/** Takes the records of one delivered file, to say whether DuckDB's own readers would give the same. */
export class ScanSink implements LogSink {
  /** Which records, counted from 0, were read before. */
  readonly duplicates = new Set<number>();
  readonly facts = new FactsOfFile();
  records = 0;
  hasMilliseconds = false;
  isOneList = true;
  isOfOneTable = true;
  readonly #table: TableName;
  readonly #seen: Seen;
  readonly #overlap: Overlap;

  /** @param table that the file's key names */
  constructor(table: TableName, seen: Seen, overlap: Overlap) {
    this.#table = table;
    this.#seen = seen;
    this.#overlap = overlap;
  }

  cloudTrail(record: CloudTrailRecord): string | undefined {
    this.#of('cloudtrail_logs');
    this.facts.cloudTrail(record);
    this.#overlap.event(record.eventID);
    return this.#count(this.#seen.isKnownEvent(record.eventID));
  }

  flow(line: FlowLogLine): string | undefined {
    return this.#line(line, false);
  }

  window(line: FlowLogLine): string | undefined {
    return this.#line(line, true);
  }

  #line(line: FlowLogLine, isWindow: boolean): string | undefined {
    this.#of('vpc_flow_logs');
    this.facts.flow(line);
    this.hasMilliseconds ||= hasMilliseconds(line);
    const words = wordsOfLine(line, isWindow);
    if (words !== undefined) this.#overlap.flow(...words);
    return this.#count(words !== undefined && this.#seen.isKnownFlow(...words));
  }

  container(): string | undefined {
    this.#of('container_logs');
    this.facts.other();
    return this.#count(false);
  }

  document(isOneList: boolean): void {
    this.isOneList = isOneList;
  }

  #of(table: TableName): void {
    this.isOfOneTable &&= table === this.#table;
  }

  #count(isDuplicate: boolean): string | undefined {
    if (isDuplicate) this.duplicates.add(this.records);
    this.records += 1;
    return isDuplicate ? 'duplicate' : undefined;
  }
}
