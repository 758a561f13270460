import type { CloudTrailRecord, JsonObject } from '../../records/cloudtrail-record';
import type { FlowLogLine } from '../../records/flow-log-line';
import type { LogSink, Place } from './log-sink';

/** Hands each record that the first sink takes to the second, too; the first decides what counts as skipped. */
export class TeeSink implements LogSink {
  readonly #first: LogSink;
  readonly #second: LogSink;
  readonly container?: (line: JsonObject, place: Place) => string | undefined;

  constructor(first: LogSink, second: LogSink) {
    this.#first = first;
    this.#second = second;
    const takes = [first, second].filter((sink) => sink.container !== undefined);
    if (takes.length > 0) {
      this.container = (line, place) => {
        const reasons = takes.map((sink) => sink.container?.(line, place));
        return reasons.find((reason) => reason !== undefined);
      };
    }
  }

  cloudTrail(record: CloudTrailRecord, text: string, place: Place): string | undefined {
    return this.#first.cloudTrail(record, text, place) ?? this.#second.cloudTrail(record, text, place);
  }

  flow(record: FlowLogLine, place: Place): string | undefined {
    return this.#first.flow(record, place) ?? this.#second.flow(record, place);
  }

  window(line: FlowLogLine, status: 'NODATA' | 'SKIPDATA', place: Place): string | undefined {
    return this.#first.window?.(line, status, place);
  }

  document(isOneList: boolean): void {
    this.#first.document?.(isOneList);
    this.#second.document?.(isOneList);
  }
}
