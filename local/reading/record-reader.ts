import { mayNestDeeper, withBoundedDepth } from '../../records/cloudtrail/bounded-depth';
import {
  type CloudTrailRecord,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  kindOfApiCall,
  understandCloudTrailRecord,
} from '../../records/cloudtrail/cloudtrail-record';
import { typeRecord } from '../../records/cloudtrail/typed-record';
import { parseTaskEvent } from '../../records/containers/task-event';
import { fromOcsf, isOcsf, OCSF_API_LACKS, OCSF_FLOW_LACKS } from '../../records/envelopes/ocsf-record';
import { unflattened } from '../../records/envelopes/unflattened';
import { looksLikeRecord, type Unwrapped, unwrap, unwrapText } from '../../records/envelopes/unwrap';
import { unwrapBelow } from '../../records/envelopes/unwrap-below';
import { flowObject } from '../../records/flow-logs/flow-object';
import { parsedWhole } from '../../records/splitting/record-keys';
import { messageOf } from '../../records/values/message-of';
import { FOR_THE_AUDIT } from './container-line-counter';
import { FlowLineReader } from './flow-line-reader';
import { mayHoldRecords } from './may-hold-records';
import type { ReadContext } from './read-context';
import { ReadLater } from './read-later';

/** No text of so many characters is nested so deep that a stack ends, whatever calls itself once a level. */
const SHALLOW_TEXT = 1_024;
/** Who writes the lines of a container. */
const CONTAINER_PROCESSES: readonly string[] = [
  'nginx',
  'sshd',
  'sshd-session',
  'sshd-auth',
  'dropbear',
  'allow-list',
];
/** Members of which one at least stands in whatever was meant to be a record, at its top. */
const RECORD_MEMBERS = [
  'eventVersion',
  'eventTime',
  'eventSource',
  'eventName',
  'digestStartTime',
  'eventCategory',
];
/** What query engines and lakes make of the same names: their columns know no capitals, nor do those within. */
const LOWERED_MEMBERS = ['eventversion', 'eventtime', 'eventsource', 'eventname'];
const LOWERED =
  'an event whose names lost their capitals in a query engine, parameters and all; give the log files themselves';
/** Databases and SIEMs have one level of names: `userIdentity.arn`. */
const FLAT = /^(?:userIdentity|requestParameters|responseElements)\./;
const ELASTIC =
  "a record in Elastic's words (aws.cloudtrail), without event.original; export it with that, or give the log files themselves";
/** What Elastic's integration makes of a record: what it was is gone, unless `event.original` was kept. */
function isElastic(value: JsonObject): boolean {
  const { aws } = value;
  return (
    (isJsonObject(aws ?? null) && (aws as JsonObject)['cloudtrail'] !== undefined) ||
    Object.keys(value).some((name) => name.startsWith('aws.cloudtrail.'))
  );
}

/** The line that Elasticsearch and OpenSearch want before each document, `{"index":{"_index":"trail"}}`. */
function isBulkAction(value: JsonObject): boolean {
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && (name === 'index' || name === 'create') && isJsonObject(value[name] ?? null);
}

/**
 * Takes what a file holds, piece by piece, to the sink: JSON of any form with its envelopes taken off, and lines. All
 * readers end here, so that a record is understood alike whatever it lay in.
 */
export class RecordReader implements Unwrapped {
  readonly lines: FlowLineReader;
  /** Does the file say that it lists records? Then what is none of it was meant to be one. */
  isList = false;
  readonly #context: ReadContext;

  constructor(context: ReadContext) {
    this.#context = context;
    this.lines = new FlowLineReader(context);
  }

  /** A piece of JSON; `context.place.line` says where it begins. */
  json(text: string): void {
    let value: JsonValue;
    try {
      value = JSON.parse(text) as JsonValue;
    } catch (error) {
      const { tally, place } = this.#context;
      tally.odd(place.line, `not JSON: ${messageOf(error)}`, this.isList || mayHoldRecords(text));
      return;
    }
    this.#take(value, text);
  }

  /** The same for what is only likely to be JSON: false, and nothing said, where it is none or holds a list. */
  whole(text: string, isTop: boolean): boolean {
    const value = parsedWhole(text, isTop);
    if (value === undefined) return false;
    this.#take(value, text);
    return true;
  }

  #take(value: JsonValue, text: string): void {
    if (looksLikeRecord(value)) this.#understand(value, text);
    else unwrap(value, this);
  }

  /** JSON or lines, as messages of a log group hold them. */
  message(text: string): void {
    unwrapText(text, this);
  }

  object(value: JsonObject): void {
    const { tally, sink, place } = this.#context;
    if (looksLikeRecord(value)) {
      this.#understand(value);
      return;
    }
    if (isOcsf(value)) {
      this.#takeOcsf(value);
      return;
    }
    const event = parseTaskEvent(value);
    const flow = flowObject(value);
    if (event !== undefined) {
      tally.known('task-events');
      sink.taskEvent?.(event, place);
      tally.skip('task state, for the story');
    } else if (flow !== undefined) this.lines.takeObject(flow);
    else if (CONTAINER_PROCESSES.includes(String(value['process']))) {
      tally.known('container-log');
      const fault = sink.containerLine?.(JSON.stringify(value), place);
      if (fault !== undefined) tally.fail(place.line, fault);
      else tally.taken(sink.container === undefined ? FOR_THE_AUDIT : sink.container(value, place));
    } else if (isBulkAction(value)) tally.skip('action of a bulk request');
    else if (unwrapBelow(value, this)) return;
    else if (RECORD_MEMBERS.some((name) => value[name] !== undefined)) this.#understand(value);
    else if (isElastic(value)) tally.odd(place.line, ELASTIC, true);
    else if (LOWERED_MEMBERS.every((name) => value[name] !== undefined)) tally.odd(place.line, LOWERED, true);
    else tally.odd(place.line, 'JSON, but no record', this.isList);
  }

  line(text: string): void {
    this.lines.take(text);
  }

  skip(reason: string): void {
    this.#context.tally.skip(reason);
  }

  unreadable(reason: string): void {
    const { tally, place } = this.#context;
    tally.odd(place.line, reason, true);
  }

  #understand(given: JsonObject, text?: string): void {
    const { tally, place } = this.#context;
    const isFlat = given['userIdentity'] === undefined && Object.keys(given).some((name) => FLAT.test(name));
    if (isFlat) tally.remark('members named with dots, put together');
    const value = isFlat ? (unflattened(given) as JsonObject) : given;
    const outcome = understandCloudTrailRecord(value);
    switch (outcome.kind) {
      case 'record':
        this.#type(outcome.record, isFlat ? undefined : text);
        break;
      case 'insight':
        tally.known('cloudtrail-insight');
        tally.skip('CloudTrail Insights event');
        break;
      case 'aggregated':
        tally.known('cloudtrail-aggregated');
        tally.skip('CloudTrail aggregated event');
        break;
      case 'digest':
        tally.known('cloudtrail-digest');
        tally.skip('CloudTrail digest');
        break;
      case 'foreign':
        tally.odd(place.line, outcome.reason, false);
        break;
      case 'unreadable':
        tally.odd(place.line, outcome.reason, true);
        break;
    }
  }

  #type(record: CloudTrailRecord, text: string | undefined): void {
    const { tally, sink, place } = this.#context;
    const typed = typeRecord(record);
    tally.known('cloudtrail');
    if (typed.kind === 'unreadable') {
      tally.fail(place.line, typed.reason);
      return;
    }
    const { emptied, leftOut } = typed;
    for (const member of emptied) tally.remark(`empty ${member}, judged as absent`);
    for (const member of leftOut) tally.remark(`${member} that is no object, judged as absent`);
    const mayBeDeep = text === undefined || (text.length > SHALLOW_TEXT && mayNestDeeper(text));
    const bounded = mayBeDeep ? withBoundedDepth(typed.record) : typed.record;
    if (bounded !== typed.record)
      tally.remark('members nested deeper than 100 levels, left out from there on');
    const isWhole = emptied.length === 0 && leftOut.length === 0 && bounded === typed.record;
    tally.apiCall(kindOfApiCall(bounded));
    tally.taken(
      sink.cloudTrail(bounded, isWhole && text !== undefined ? text : JSON.stringify(bounded), place),
    );
  }

  #takeOcsf(value: JsonObject): void {
    const { tally, place, mayWait } = this.#context;
    const undone = fromOcsf(value);
    if (undone !== undefined && mayWait && !tally.isKnown) throw new ReadLater();
    if (undone === undefined) {
      tally.odd(
        place.line,
        `OCSF of class ${JSON.stringify(value['class_uid'])}, neither API calls nor flows`,
        false,
      );
    } else if (undone.kind === 'flow') {
      tally.note(OCSF_FLOW_LACKS);
      this.lines.takeObject(undone.flow);
    } else {
      tally.note(OCSF_API_LACKS);
      this.#understand(undone.record);
    }
  }
}
