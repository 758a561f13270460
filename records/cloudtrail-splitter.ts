import { ByteWindow } from './byte-window';
import { JSON_BYTE, MEANING_OF_BYTE } from './json-byte';
import { braceOfFirstKey, isListKey, LOOK_BEHIND } from './record-keys';
import { LONGEST_RECORD_BYTES, type SplitterSink } from './splitter-sink';
import { StrayText } from './stray-text';

// Own constants: an import is looked up anew at each use where modules are loaded one by one, which took the scanner
// from 20 ns a byte to 3.
const {
  BLANK,
  NEWLINE,
  QUOTE,
  OPEN_OBJECT,
  CLOSE_OBJECT,
  OPEN_ARRAY,
  CLOSE_ARRAY,
  COMMA,
  COLON,
  LITERAL,
  ILLEGAL,
} = JSON_BYTE;
const MEANING = MEANING_OF_BYTE;

const NEWLINE_BYTE = 0x0a;
const QUOTE_BYTE = 0x22;
const BACKSLASH_BYTE = 0x5c;
/**
 * Cuts a stream of bytes into the records of a CloudTrail file: `{"Records":[…]}` with or without other members, a
 * bare array, JSON lines, or objects one after the other. Memory holds one record, whatever the file's size or lines.
 *
 * Records are found by their braces, so one that is not JSON costs only itself. Where a lost quote or brace makes the
 * braces unreliable, the next object that begins with `eventVersion`, as CloudTrail writes each record, or that
 * begins a line, ends the broken one.
 */
export class CloudTrailSplitter {
  /** Did a `Records` array begin? Then it is a file of records, even of none. */
  sawRecords = false;
  /** How many objects stand at the top, one after the other. */
  documents = 0;

  private readonly sink: SplitterSink;
  private readonly longest: number;
  private readonly window = new ByteWindow();
  /** The next byte to look at. */
  private at = 0;
  private line = 1;

  /** Between top-level values, between the elements of an array, or inside an object. */
  private place: 'top' | 'list' | 'object' = 'top';
  /** Where the end of the object leads back to. */
  private home: 'top' | 'list' = 'top';
  /** Is the array that of a `Records` member? Then its end leads into the object around it. */
  private isMember = false;
  /** In the object around `Records`, which is read for its end only. */
  private inWrapper = false;

  private begin = 0;
  private beginLine = 1;
  private depth = 0;
  /** Which brace opened each depth, to tell members from elements; deeper ones are taken for objects. */
  private readonly opened = new Uint8Array(1024);
  private inString = false;
  private stringBegin = 0;
  /** What the last byte that counts was. */
  private previous: number = BLANK;
  private isRecordsKey = false;
  private broken = false;

  private readonly stray: StrayText;

  constructor(sink: SplitterSink, longestRecordBytes: number = LONGEST_RECORD_BYTES) {
    this.sink = sink;
    this.longest = longestRecordBytes;
    this.stray = new StrayText(sink);
  }

  /** Takes the next bytes, cut anywhere. */
  push(chunk: Uint8Array): void {
    const needsBegin = this.place === 'object' && !this.inWrapper && this.at - this.begin <= this.longest;
    const keepFrom = needsBegin ? this.begin : Math.max(0, this.at - LOOK_BEHIND);
    const moved = this.window.append(chunk, keepFrom);
    this.at -= moved;
    this.begin -= moved;
    this.stringBegin -= moved;
    this.scan();
  }

  /** The line that the record begins on of which bytes are still to come, or else the line that is being read. */
  get lineOfRest(): number {
    return this.place === 'object' && !this.inWrapper ? this.beginLine : this.line;
  }

  /**
   * Says that the bytes are over. `cutShort` says why they ended early, if they did: what follows the last whole
   * record is then one unreadable entry with that reason.
   */
  end(cutShort?: string): void {
    const line = this.lineOfRest;
    if (cutShort !== undefined) {
      this.sink.unreadable(line, cutShort);
      return;
    }
    this.stray.tell();
    if (this.place === 'list') this.sink.unreadable(line, 'the file ends before its array of records does');
    else if (this.inWrapper) this.sink.unreadable(line, 'the file ends before its last brace');
    else if (this.place === 'object') this.sink.unreadable(line, 'the file ends inside this record');
  }

  private scan(): void {
    let goesOn = true;
    while (goesOn && this.at < this.window.length) {
      goesOn = this.place === 'object' ? this.scanObject() : this.scanBetween();
    }
  }

  /** Goes to the next record, or past the end of the array. */
  private scanBetween(): boolean {
    const { bytes, length } = this.window;
    while (this.at < length) {
      const byte = bytes[this.at++] ?? 0;
      const meaning = MEANING[byte];
      if (meaning === NEWLINE) this.line++;
      else if (meaning === OPEN_OBJECT) {
        this.stray.tell();
        this.home = this.place === 'list' ? 'list' : 'top';
        if (this.home === 'top') this.documents++;
        this.beginObject(this.at - 1);
        return true;
      } else if (meaning === OPEN_ARRAY && this.place === 'top') {
        this.stray.tell();
        this.isMember = false;
        this.place = 'list';
      } else if (meaning === CLOSE_ARRAY && this.place === 'list') {
        this.endList();
        return true;
      } else if (meaning !== BLANK && meaning !== COMMA)
        this.stray.add(byte, this.line, this.place === 'top');
    }
    return true;
  }

  /** Goes through an object to its end. False when the next bytes must be known to go on. */
  private scanObject(): boolean {
    const { bytes, length } = this.window;
    let at = this.at;
    while (at < length) {
      if (this.inString) {
        let byte = bytes[at];
        while (byte !== QUOTE_BYTE && byte !== BACKSLASH_BYTE && byte !== NEWLINE_BYTE && ++at < length) {
          byte = bytes[at];
        }
        if (at >= length) break;
        if (byte === BACKSLASH_BYTE) {
          if (at + 1 >= length) {
            this.at = at;
            return false;
          }
          at += bytes[at + 1] === NEWLINE_BYTE ? 1 : 2;
          continue;
        }
        this.inString = false;
        if (byte === NEWLINE_BYTE) {
          // JSON has no line breaks in strings: a quote was lost.
          this.broken = true;
          continue;
        }
        if (this.depth === 1 && this.home === 'top') this.isRecordsKey = this.endsRecordsKey(at);
        this.previous = QUOTE;
        if (this.broken && this.restartBehind(at)) return true;
        at++;
        continue;
      }
      const meaning = MEANING[bytes[at] ?? 0] ?? ILLEGAL;
      switch (meaning) {
        case BLANK:
          break;
        case NEWLINE:
          this.line++;
          break;
        case QUOTE:
          if (this.broken && this.restartBehind(at)) return true;
          this.inString = true;
          this.stringBegin = at + 1;
          break;
        case OPEN_OBJECT:
          if (!this.isValueExpected()) {
            if (this.inWrapper) {
              this.resumeList(at);
              return true;
            }
            this.broken = true;
          }
          if (this.broken && bytes[at - 1] === NEWLINE_BYTE) {
            this.restartAt(at);
            return true;
          }
          this.open(OPEN_OBJECT);
          break;
        case OPEN_ARRAY:
          if (this.isRecordsKey && this.depth === 1 && this.previous === COLON) {
            this.at = at + 1;
            this.beginRecords();
            return true;
          }
          if (!this.isValueExpected()) this.broken = true;
          this.open(OPEN_ARRAY);
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          this.previous = meaning;
          if (--this.depth === 0) {
            this.at = at + 1;
            this.endObject(meaning);
            return true;
          }
          break;
        case COMMA:
        case COLON:
        case LITERAL:
          this.previous = meaning;
          break;
        default:
          this.broken = true;
      }
      at++;
    }
    this.at = at;
    if (!this.inWrapper && at - this.begin > this.longest) this.broken = true;
    return true;
  }

  private beginObject(begin: number): void {
    this.place = 'object';
    this.inWrapper = false;
    this.begin = begin;
    this.beginLine = this.line;
    this.depth = 0;
    this.open(OPEN_OBJECT);
    this.inString = false;
    this.isRecordsKey = false;
    this.broken = false;
  }

  private open(brace: typeof OPEN_OBJECT | typeof OPEN_ARRAY): void {
    this.opened[++this.depth] = brace;
    this.previous = brace;
  }

  private endObject(closedBy: number): void {
    const length = this.at - this.begin;
    if (this.inWrapper) {
      this.inWrapper = false;
      this.place = 'top';
      return;
    }
    this.place = this.home;
    if (closedBy === CLOSE_ARRAY) {
      this.sink.unreadable(this.beginLine, 'a brace is missing at the end of this record');
      if (this.home === 'list') this.endList();
    } else if (length > this.longest) {
      this.sink.unreadable(this.beginLine, `longer than ${this.longest} bytes, which no record is`);
    } else {
      this.sink.record(this.window.bytes.toString('utf8', this.begin, this.at), this.beginLine);
    }
  }

  /** The object turned out to be the one around the records: nothing of it is a record itself. */
  private beginRecords(): void {
    this.sawRecords = true;
    this.isMember = true;
    this.inWrapper = false;
    this.place = 'list';
  }

  private endList(): void {
    this.stray.tell();
    this.place = 'top';
    if (!this.isMember) return;
    this.place = 'object';
    this.home = 'top';
    this.inWrapper = true;
    this.depth = 1;
    this.opened[1] = OPEN_OBJECT;
    this.inString = false;
    this.isRecordsKey = false;
    this.broken = false;
    this.previous = CLOSE_ARRAY;
  }

  /** An element where only a member can stand: the array that seemed to end goes on. */
  private resumeList(at: number): void {
    this.sink.unreadable(this.line, 'a bracket too many before this record');
    this.home = 'list';
    this.beginObject(at);
    this.at = at + 1;
  }

  /** Ends a broken record where the quote at `at` is the last of `{"eventVersion"`. */
  private restartBehind(at: number): boolean {
    if (this.inWrapper) return false;
    const { bytes } = this.window;
    const brace = braceOfFirstKey(bytes, at, this.begin);
    if (brace === undefined) return false;
    for (let behind = brace; behind < at; behind++) if (bytes[behind] === NEWLINE_BYTE) this.line--;
    this.restartAt(brace);
    return true;
  }

  private restartAt(brace: number): void {
    this.sink.unreadable(this.beginLine, 'a quote or a brace is missing in this record');
    this.beginObject(brace);
    this.at = brace + 1;
  }

  /** Is the string that ends at `at` the name of a member whose list is cut? */
  private endsRecordsKey(at: number): boolean {
    return this.previous !== COLON && isListKey(this.window.bytes, this.stringBegin, at);
  }

  private isValueExpected(): boolean {
    if (this.opened[this.depth] === OPEN_ARRAY)
      return this.previous === OPEN_ARRAY || this.previous === COMMA;
    return this.previous === COLON;
  }
}
