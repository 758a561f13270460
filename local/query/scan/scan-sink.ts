import type { CloudTrailRecord } from '../../../records/cloudtrail-record';
import type { FlowLogLine } from '../../../records/flow-log-line';
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
  readonly #seen: Seen;
  readonly #overlap: Overlap;

  constructor(seen: Seen, overlap: Overlap) {
    this.#seen = seen;
    this.#overlap = overlap;
  }

  cloudTrail(record: CloudTrailRecord): string | undefined {
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
    this.facts.flow(line);
    this.hasMilliseconds ||= hasMilliseconds(line);
    const words = wordsOfLine(line, isWindow);
    if (words !== undefined) this.#overlap.flow(...words);
    return this.#count(words !== undefined && this.#seen.isKnownFlow(...words));
  }

  container(): string | undefined {
    this.facts.other();
    return this.#count(false);
  }

  document(isOneList: boolean): void {
    this.isOneList = isOneList;
  }

  #count(isDuplicate: boolean): string | undefined {
    if (isDuplicate) this.duplicates.add(this.records);
    this.records += 1;
    return isDuplicate ? 'duplicate' : undefined;
  }
}
