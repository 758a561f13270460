import { ByteWindow } from './byte-window';
import { JSON_BYTE, MEANING_OF_BYTE } from './json-byte';
import { LikelyEnd } from './likely-end';
import { OBJECT_ENDED, ObjectScanner } from './object-scanner';
import { LOOK_BEHIND } from './record-keys';
import { LONGEST_RECORD_BYTES, type SplitterSink } from './splitter-sink';
import { StrayText } from './stray-text';

// Own constants, as in the scanner of objects.
const { BLANK, NEWLINE, OPEN_OBJECT, OPEN_ARRAY, CLOSE_ARRAY, COMMA } = JSON_BYTE;
const MEANING = MEANING_OF_BYTE;

/**
 * Cuts a stream of bytes into the records of a CloudTrail file: `{"Records":[…]}` with or without other members, a
 * bare array, JSON lines, or objects one after the other. Memory holds one record, whatever the file's size or lines.
 *
 * Records are found by their braces, so one that is not JSON costs only itself. Where a lost quote or brace makes the
 * braces unreliable, the next object that begins with `eventVersion`, as CloudTrail writes each record, or that
 * begins a line, ends the broken one. A sink that parses records at once (`whole`) is shown each at its likely end
 * first: what it can parse need not be scanned.
 */
export class CloudTrailSplitter {
  /** Did a `Records` array begin? Then it is a file of records, even of none. */
  sawRecords = false;
  /** How many objects stand at the top, one after the other. */
  documents = 0;

  private readonly sink: SplitterSink;
  private readonly longest: number;
  private readonly window = new ByteWindow();
  private readonly object: ObjectScanner;
  private readonly stray: StrayText;
  private readonly ends = { list: new LikelyEnd('list'), top: new LikelyEnd('top') };

  /** Between top-level values, between the elements of an array, or inside an object. */
  private place: 'top' | 'list' | 'object' = 'top';
  /** Where the end of the object leads back to. */
  private home: 'top' | 'list' = 'top';
  /** Is the array that of a `Records` member? Then its end leads into the object around it. */
  private isMember = false;
  /** In the object around `Records`, which is read for its end only. */
  private inWrapper = false;

  constructor(sink: SplitterSink, longestRecordBytes: number = LONGEST_RECORD_BYTES) {
    this.sink = sink;
    this.longest = longestRecordBytes;
    this.object = new ObjectScanner(this.window, longestRecordBytes);
    this.stray = new StrayText(sink);
  }

  /** Takes the next bytes, cut anywhere. */
  push(chunk: Uint8Array): void {
    const { at } = this.window;
    const { begin } = this.object;
    const needsBegin = this.place === 'object' && !this.inWrapper && at - begin <= this.longest;
    const moved = this.window.append(chunk, needsBegin ? begin : Math.max(0, at - LOOK_BEHIND));
    this.object.moved(moved);
    this.ends.list.appended(moved);
    this.ends.top.appended(moved);
    this.scan();
  }

  /** The line that the record begins on of which bytes are still to come, or else the line that is being read. */
  get lineOfRest(): number {
    return this.place === 'object' && !this.inWrapper ? this.object.beginLine : this.window.line;
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
    const { window } = this;
    let goesOn = true;
    while (goesOn && window.at < window.length) {
      if (this.place === 'object') goesOn = this.scanObject();
      else this.scanBetween();
    }
  }

  /** Goes to the next record, or past the end of the array. */
  private scanBetween(): void {
    const { window } = this;
    const { bytes, length } = window;
    while (window.at < length) {
      const byte = bytes[window.at++] ?? 0;
      const meaning = MEANING[byte];
      if (meaning === NEWLINE) window.line++;
      else if (meaning === OPEN_OBJECT) {
        this.stray.tell();
        this.home = this.place === 'list' ? 'list' : 'top';
        if (this.home === 'top') this.documents++;
        if (this.isWhole(window.at - 1)) continue;
        this.beginObject(window.at - 1);
        return;
      } else if (meaning === OPEN_ARRAY && this.place === 'top') {
        this.stray.tell();
        this.isMember = false;
        this.place = 'list';
      } else if (meaning === CLOSE_ARRAY && this.place === 'list') {
        this.endList();
        return;
      } else if (meaning !== BLANK && meaning !== COMMA)
        this.stray.add(byte, window.line, this.place === 'top');
    }
  }

  /** Was the object that begins there taken as it was cut at its likely end? */
  private isWhole(begin: number): boolean {
    const { sink, window, home } = this;
    if (sink.whole === undefined) return false;
    const end = this.ends[home].of(window, begin);
    if (end === undefined) return false;
    const text = window.bytes.toString('utf8', begin, end);
    // Lines within records are counted by the scan.
    if (text.includes('\n') || !sink.whole(text, window.line, home === 'top')) return false;
    window.at = end;
    return true;
  }

  /** Goes through an object to its end. False when the next bytes must be known to go on. */
  private scanObject(): boolean {
    const end = this.object.scan({ isTop: this.home === 'top', isWrapper: this.inWrapper });
    switch (end) {
      case OBJECT_ENDED.NOT_YET:
        return false;
      case OBJECT_ENDED.BY_LIST:
        this.beginRecords();
        break;
      case OBJECT_ENDED.BY_ELEMENT:
        this.sink.unreadable(this.window.line, 'a bracket too many before this record');
        this.home = 'list';
        this.beginObjectHere();
        break;
      case OBJECT_ENDED.BY_NEXT:
        this.sink.unreadable(this.object.beginLine, 'a quote or a brace is missing in this record');
        this.beginObjectHere();
        break;
      default:
        this.endObject(end === OBJECT_ENDED.BY_BRACKET);
    }
    return true;
  }

  private beginObject(begin: number): void {
    this.place = 'object';
    this.inWrapper = false;
    this.object.open(begin);
  }

  private beginObjectHere(): void {
    this.beginObject(this.window.at++);
  }

  private endObject(isByBracket: boolean): void {
    const { bytes, at } = this.window;
    const { begin, beginLine } = this.object;
    if (this.inWrapper) {
      this.inWrapper = false;
      this.place = 'top';
      return;
    }
    this.place = this.home;
    if (isByBracket) {
      this.sink.unreadable(beginLine, 'a brace is missing at the end of this record');
      if (this.home === 'list') this.endList();
    } else if (at - begin > this.longest) {
      this.sink.unreadable(
        beginLine,
        `longer than ${this.longest} bytes, which no record is: a quote or brace may be missing in it; if it holds records, write them one a line`,
      );
    } else {
      this.sink.record(bytes.toString('utf8', begin, at), beginLine);
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
    this.object.reopen();
  }
}
