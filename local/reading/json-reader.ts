import {
  type CloudTrailOutcome,
  isJsonObject,
  type JsonValue,
  parseCloudTrailRecord,
  understandCloudTrailRecord,
} from '../../records/cloudtrail-record';
import { CloudTrailSplitter } from '../../records/cloudtrail-splitter';
import { DEFAULT_FLOW_LOG_FORMAT } from '../../records/flow-log-format';
import { messageOf } from '../../records/message-of';
import {
  checkSubscriptionPayload,
  looksLikeSubscriptionPayload,
  type SubscriptionPayload,
  SubscriptionPayloadError,
  subscriptionData,
  unpackSubscriptionEvent,
} from '../../records/subscription-payload';
import { FlowLineReader, flowLogFormatOf } from './flow-line-reader';
import type { ByteReader, ReadContext } from './read-context';

const RECORD_MEMBERS = ['eventVersion', 'eventTime', 'eventSource', 'eventName'];

/** Reads CloudTrail files of all shapes, and CloudWatch Logs subscription payloads as Firehose or a Lambda test keeps them. */
export function jsonReader(context: ReadContext): ByteReader {
  const reader = new JsonReader(context);
  return {
    push: (chunk) => reader.push(chunk),
    end: (cutShort) => reader.end(cutShort),
  };
}

class JsonReader implements ByteReader {
  private readonly context: ReadContext;
  private readonly splitter: CloudTrailSplitter;
  private hasRecords = false;
  private isNoLog = false;

  constructor(context: ReadContext) {
    this.context = context;
    context.tally.kind = 'cloudtrail';
    this.splitter = new CloudTrailSplitter({
      record: (text, line) => this.take(text, line),
      unreadable: (line, reason) => this.context.tally.fail(line, reason),
    });
  }

  push(chunk: Buffer): boolean {
    if (!this.isNoLog) this.splitter.push(chunk);
    return !this.isNoLog;
  }

  end(cutShort?: string): void {
    if (!this.isNoLog) this.splitter.end(cutShort);
  }

  private take(text: string, line: number): void {
    if (this.isNoLog) return;
    this.context.place.line = line;
    let value: JsonValue;
    try {
      value = JSON.parse(text);
    } catch (error) {
      this.context.tally.fail(line, `not JSON: ${messageOf(error)}`);
      return;
    }
    if (subscriptionData(value) !== undefined || looksLikeSubscriptionPayload(value)) {
      this.takePayload(value, line);
    } else if (this.isForeign(value)) {
      this.isNoLog = true;
      this.context.tally.giveUp('JSON, but no CloudTrail record');
    } else {
      this.takeOutcome(understandCloudTrailRecord(value), text, line);
    }
  }

  private takeOutcome(outcome: CloudTrailOutcome, text: string, line: number): void {
    const { tally, sink, place } = this.context;
    switch (outcome.kind) {
      case 'record':
        tally.kind = tally.kind === 'subscription-payload' ? tally.kind : 'cloudtrail';
        this.hasRecords = true;
        tally.taken(sink.cloudTrail(outcome.record, text, place));
        break;
      case 'insight':
        if (!this.hasRecords) tally.kind = 'cloudtrail-insight';
        tally.skip('CloudTrail Insights event');
        break;
      case 'digest':
        if (!this.hasRecords) tally.kind = 'cloudtrail-digest';
        tally.skip('CloudTrail digest');
        break;
      case 'unreadable':
        tally.fail(line, outcome.reason);
        break;
    }
  }

  private takePayload(value: JsonValue, line: number): void {
    const { tally } = this.context;
    tally.kind = 'subscription-payload';
    this.hasRecords = true;
    let payload: SubscriptionPayload;
    try {
      payload =
        subscriptionData(value) === undefined
          ? checkSubscriptionPayload(value)
          : unpackSubscriptionEvent(value);
    } catch (error) {
      if (!(error instanceof SubscriptionPayloadError)) throw error;
      tally.fail(line, error.message);
      return;
    }
    if (payload.messageType === 'CONTROL_MESSAGE') tally.skip('control message');
    else this.takeMessages(payload.logEvents.map(({ message }) => message));
  }

  /** A log group's messages are flow log lines or CloudTrail records; it has no header line. */
  private takeMessages(messages: readonly string[]): void {
    const { place, flowLogFormat } = this.context;
    const format = flowLogFormatOf(messages, flowLogFormat) ?? flowLogFormat ?? DEFAULT_FLOW_LOG_FORMAT;
    const lines = new FlowLineReader(this.context, format);
    place.line = 0;
    for (const message of messages) {
      place.line++;
      if (message.startsWith('{')) this.takeOutcome(parseCloudTrailRecord(message), message, place.line);
      else lines.take(message);
    }
  }

  /** A JSON file that happens to lie among the logs: one object with nothing of a record. */
  private isForeign(value: JsonValue): boolean {
    const { tally } = this.context;
    if (this.splitter.sawRecords || this.hasRecords || tally.unreadableCount > 0) return false;
    if (!isJsonObject(value) || value['digestStartTime'] !== undefined) return false;
    return !RECORD_MEMBERS.some((name) => value[name] !== undefined);
  }
}
