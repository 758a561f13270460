import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { TaskEvent } from '../../records/containers/task-event';
import type { FlowLogRow } from '../../records/flow-logs/flow-log-row';
import { FULLER, type LogSink, type Place } from './log-sink';

/** Hands each record that the first sink takes to the second, too; the first decides what counts as skipped. */
export class TeeSink implements LogSink {
  readonly #first: LogSink;
  readonly #second: LogSink;

  constructor(first: LogSink, second: LogSink) {
    this.#first = first;
    this.#second = second;
  }

  /** Lines of containers as they stand; which of them is unreadable the first says. */
  containerLine(text: string, place: Place): string | undefined {
    const fault = this.#first.containerLine?.(text, place);
    this.#second.containerLine?.(text, place);
    return fault;
  }

  cloudTrail(record: CloudTrailRecord, text: string, place: Place): string | undefined {
    return this.#first.cloudTrail(record, text, place) ?? this.#second.cloudTrail(record, text, place);
  }

  flow(record: FlowLogRow, place: Place): string | undefined {
    const skipped = this.#first.flow(record, place);
    if (skipped === undefined) return this.#second.flow(record, place);
    if (skipped === FULLER) this.#second.fullerFlow?.(record, place);
    return skipped;
  }

  window(line: FlowLogRow, status: 'NODATA' | 'SKIPDATA', place: Place): string | undefined {
    return this.#first.window?.(line, status, place);
  }

  taskEvent(event: TaskEvent, place: Place): void {
    this.#first.taskEvent?.(event, place);
    this.#second.taskEvent?.(event, place);
  }

  document(isOneList: boolean): void {
    this.#first.document?.(isOneList);
    this.#second.document?.(isOneList);
  }
}
