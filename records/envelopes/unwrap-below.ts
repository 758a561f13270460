import { isJsonObject, type JsonObject, type JsonValue } from '../cloudtrail/cloudtrail-record';
import { flowObject } from '../flow-logs/flow-object';
import { isOcsf } from './ocsf-record';
import { looksLikeRecord, type Unwrapped, unwrapText } from './unwrap';

/** Tools wrap a record in three or four objects; what is nested deeper than this is a document of its own. */
const DEEPEST = 8;
/** An answer of a search has ten thousand hits; what has more members than this is looked at so far. */
const MOST_MEMBERS = 1_000_000;
const TOO_MANY = `an object of more than ${MOST_MEMBERS} members, the rest of which is not looked at; write its records one a line`;
/** The first letters of `{"`, `{` with a line break, and gzip, in Base64. */
const PACKED = /^(?:eyJ|ewo|ew0K|H4sI)[\w+/=\s-]*$/;
/** A record's text, and what may hold one. */
const JSON_RECORD = /^\s*[{[][\s\S]*"(?:eventVersion|eventName|CloudTrailEvent|logEvents|awslogs)\\*"/;
/** The beginning of a record as CloudTrail writes it, behind whatever a collector wrote before it, such as a mark of syslog. */
export const RECORD_BEGINS = '{"eventVersion"';
/** A flow of the default format or a longer one, of which nothing but its end is known. */
const FLOW_LINE = /^\s*\d+(?: \S+){12,}\s*$/;
const FLOW_WORD = /\b(?:ACCEPT|REJECT|NODATA|SKIPDATA)\b/;

/** Is the text a flow log line, as a member or a cell of somebody's own holds it? */
export function isFlowText(text: string): boolean {
  return FLOW_LINE.test(text) && FLOW_WORD.test(text);
}

/** The record that stands in a text, as far as its last brace. */
export function recordWithin(text: string): string {
  return text.slice(text.indexOf(RECORD_BEGINS), text.lastIndexOf('}') + 1);
}

/** Is the text a record of CloudTrail, or an envelope of some? */
export function isRecordText(text: string): boolean {
  return JSON_RECORD.test(text);
}

/**
 * Looks for records in an object that is none and no envelope of AWS's: collectors, SIEMs and search engines each put the
 * record, or its text, under a member of their own (`_source`, `event.original`, `_raw`, `log`, `message`, `line`). Each
 * record that is found goes its way; the members beside it say nothing that it does not.
 *
 * @returns false where there is none
 */
export function unwrapBelow(value: JsonObject, to: Unwrapped): boolean {
  const search = new Search(to);
  search.members(value, 0);
  return search.hasFound;
}

class Search {
  hasFound = false;
  readonly #to: Unwrapped;
  #left = MOST_MEMBERS;

  constructor(to: Unwrapped) {
    this.#to = to;
  }

  members(value: JsonObject | readonly JsonValue[], depth: number): void {
    for (const member of Object.values(value) as readonly JsonValue[]) {
      this.#left -= 1;
      if (this.#left === 0) this.#found(() => this.#to.unreadable(TOO_MANY));
      if (this.#left <= 0) return;
      if (typeof member === 'string') this.#text(member);
      else if (typeof member === 'object' && member !== null && depth < DEEPEST) this.#inner(member, depth);
    }
  }

  #inner(member: JsonObject | readonly JsonValue[], depth: number): void {
    if (!isJsonObject(member as JsonValue)) this.members(member, depth + 1);
    else if (isWhole(member as JsonObject)) this.#found(() => this.#to.object(member as JsonObject));
    else this.members(member, depth + 1);
  }

  #text(text: string): void {
    if (text.length < SHORTEST) return;
    if (isRecordText(text)) this.#found(() => unwrapText(text, this.#to));
    else if (isFlowText(text)) this.#found(() => this.#to.line(text.trim()));
    else if (text.includes(RECORD_BEGINS)) this.#found(() => unwrapText(recordWithin(text), this.#to));
    else if (PACKED.test(text)) this.#packed(text);
  }

  #packed(text: string): void {
    const inner = Buffer.from(text, 'base64').toString('utf8');
    if (isRecordText(inner)) this.#found(() => unwrapText(inner, this.#to));
  }

  #found(take: () => void): void {
    this.hasFound = true;
    take();
  }
}

/** `{"eventVersion"` and no more. */
const SHORTEST = 16;

function isWhole(value: JsonObject): boolean {
  return looksLikeRecord(value) || isOcsf(value) || flowObject(value) !== undefined;
}
