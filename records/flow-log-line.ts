import { epochSeconds } from './epoch-seconds';
import type { FlowIdentity } from './flow-identity';
import { type FlowLogColumns, tellsFlowsApart } from './flow-log-columns';
import { FLOW_LOG_FIELD_BY_NAME } from './flow-log-fields';
import type { FlowLogFields, FlowLogRow } from './flow-log-row';
import { quoted } from './quoted';
import { ownCopy, type TextPool } from './text-pool';
import { wholeNumber } from './whole-number';

/** What a line turned out to be; `unreadable` leaves its why in `reason`. */
export type FlowLogOutcome = 'record' | 'nodata' | 'skipdata' | 'unreadable';

/** The numbers that analysis reads, and the most that each can be. */
const NUMBERS = ['srcport', 'dstport', 'protocol', 'packets', 'bytes', 'start', 'end', 'tcp-flags'] as const;
const MOST = Float64Array.of(65_535, 65_535, 255, 1e15, 1e15, 1e15, 1e15, 255);
const [SRCPORT, DSTPORT, PROTOCOL, PACKETS, BYTES, START, END, TCP_FLAGS] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const DASH = 45;
// Own constants: where modules are loaded one by one, an import is looked up anew at each of its uses.
const digits = wholeNumber;
const seconds = epochSeconds;

/**
 * A view of one flow log line at a time. `read` moves it to the next line; what it gave before is then gone, so
 * keep values, not the view. Strings are cut when asked for: take each into a variable once.
 *
 * Columns that the analysis reads are checked by `read`; the others are taken as they stand. A line with more
 * columns than the format is unreadable like one with fewer: AWS writes neither, so the format is wrong for it and
 * every value would be read under another's name.
 *
 * @example
 * const line = compileFlowLogColumns(DEFAULT_FORMAT).reader();
 * if (line.read(text) === 'record') count(line.srcaddr, line.dstport);
 */
export class FlowLogLine implements FlowLogRow {
  readonly format: FlowLogColumns;
  /** Why the last line was unreadable: what, in which field, with which value. */
  reason = '';

  action: 'ACCEPT' | 'REJECT' | undefined;
  readonly tellsFlowsApart: boolean;

  private readonly pool: TextPool;
  private readonly width: number;
  private line = '';
  /** Where each column begins; column `c` ends one before `begins[c + 1] - 1`, where its space stands. */
  private readonly begins: Int32Array;
  /** The checked numbers in the order of `NUMBERS`, -1 for absent: typed arrays keep them out of the heap. */
  private readonly numbers = new Float64Array(NUMBERS.length);
  private readonly atNumbers: Int32Array;

  private readonly atAction: number;
  private readonly atLogStatus: number;
  private readonly atAccountId: number;
  /** Lines of one account follow each other: comparing costs less than looking the text up. */
  private lastAccountId: string | undefined;
  private readonly atInterfaceId: number;
  private readonly atSrcaddr: number;
  private readonly atDstaddr: number;
  private readonly atPktSrcaddr: number;
  private readonly atPktDstaddr: number;
  private readonly atFlowDirection: number;
  private readonly atVpcId: number;
  private readonly atEcsClusterName: number;
  private readonly atEcsServiceName: number;
  private readonly atEcsTaskId: number;

  constructor(format: FlowLogColumns, pool: TextPool) {
    this.format = format;
    this.pool = pool;
    this.width = format.names.length;
    this.begins = new Int32Array(this.width + 1);
    this.tellsFlowsApart = tellsFlowsApart(format);
    this.atNumbers = Int32Array.from(NUMBERS, (name) => format.columnOf(name));
    this.atAction = format.columnOf('action');
    this.atLogStatus = format.columnOf('log-status');
    this.atAccountId = format.columnOf('account-id');
    this.atInterfaceId = format.columnOf('interface-id');
    this.atSrcaddr = format.columnOf('srcaddr');
    this.atDstaddr = format.columnOf('dstaddr');
    this.atPktSrcaddr = format.columnOf('pkt-srcaddr');
    this.atPktDstaddr = format.columnOf('pkt-dstaddr');
    this.atFlowDirection = format.columnOf('flow-direction');
    this.atVpcId = format.columnOf('vpc-id');
    this.atEcsClusterName = format.columnOf('ecs-cluster-name');
    this.atEcsServiceName = format.columnOf('ecs-service-name');
    this.atEcsTaskId = format.columnOf('ecs-task-id');
  }

  /**
   * Moves the view to a line (without its line break). After `nodata` and `skipdata` only `interfaceId`, `start`
   * and `end` say something; after `unreadable` only `reason` and `text` do.
   */
  read(text: string): FlowLogOutcome {
    const line = withoutTrailingBlanks(text);
    this.line = line;
    const columns = this.findColumns(line);
    if (columns !== this.width) {
      const which = columns < this.width ? 'missing' : 'surplus';
      return this.unreadable(`${which} columns: ${columns} where the format has ${this.width}`);
    }
    const status = this.logStatus();
    if (status !== 'record') {
      if (status !== 'unreadable') this.readWindowOnly();
      return status;
    }
    return this.readNumbers() && this.readAction() ? 'record' : 'unreadable';
  }

  get view(): string {
    return this.line;
  }

  /** The line as read; a copy that may be kept. */
  get text(): string {
    return ownCopy(this.line);
  }

  get srcport(): number | undefined {
    return this.number(SRCPORT);
  }

  get dstport(): number | undefined {
    return this.number(DSTPORT);
  }

  get protocol(): number | undefined {
    return this.number(PROTOCOL);
  }

  get packets(): number | undefined {
    return this.number(PACKETS);
  }

  get bytes(): number | undefined {
    return this.number(BYTES);
  }

  get start(): number | undefined {
    return this.number(START);
  }

  get end(): number | undefined {
    return this.number(END);
  }

  get tcpFlags(): number | undefined {
    return this.number(TCP_FLAGS);
  }

  get accountId(): string | undefined {
    const last = this.lastAccountId;
    if (last !== undefined && this.holds(this.atAccountId, last)) return last;
    this.lastAccountId = this.word(this.atAccountId);
    return this.lastAccountId;
  }

  get interfaceId(): string | undefined {
    return this.word(this.atInterfaceId);
  }

  get srcaddr(): string | undefined {
    return this.word(this.atSrcaddr);
  }

  get dstaddr(): string | undefined {
    return this.word(this.atDstaddr);
  }

  get pktSrcaddr(): string | undefined {
    return this.word(this.atPktSrcaddr);
  }

  get pktDstaddr(): string | undefined {
    return this.word(this.atPktDstaddr);
  }

  get flowDirection(): 'ingress' | 'egress' | undefined {
    if (this.holds(this.atFlowDirection, 'ingress')) return 'ingress';
    return this.holds(this.atFlowDirection, 'egress') ? 'egress' : undefined;
  }

  get vpcId(): string | undefined {
    return this.word(this.atVpcId);
  }

  get ecsClusterName(): string | undefined {
    return this.word(this.atEcsClusterName);
  }

  get ecsServiceName(): string | undefined {
    return this.word(this.atEcsServiceName);
  }

  get ecsTaskId(): string | undefined {
    return this.word(this.atEcsTaskId);
  }

  /**
   * All of the line's fields in a fresh object, after any outcome but `unreadable`. A field that holds `-` is
   * absent; a number field that holds no whole number, and every name that no version knows, is text.
   */
  toFields(): FlowLogFields {
    const fields: FlowLogFields = {};
    for (const [column, name] of this.format.names.entries()) {
      const value = this.word(column);
      if (value === undefined) continue;
      const storage = FLOW_LOG_FIELD_BY_NAME.get(name)?.storage ?? 'string';
      const number = storage === 'string' ? -1 : wholeNumber(value, 0, value.length);
      if (number === -1) fields[name] = value;
      else fields[name] = name === 'start' || name === 'end' ? epochSeconds(number) : number;
    }
    return fields;
  }

  identify(identity: FlowIdentity): void {
    const { numbers } = this;
    identity.texts(this.interfaceId, this.srcaddr, this.dstaddr);
    identity.numbers(
      numbers[SRCPORT] ?? -1,
      numbers[DSTPORT] ?? -1,
      numbers[PROTOCOL] ?? -1,
      this.action === 'ACCEPT' ? 1 : this.action === 'REJECT' ? 2 : 0,
      numbers[PACKETS] ?? -1,
      numbers[BYTES] ?? -1,
      numbers[START] ?? -1,
      numbers[END] ?? -1,
    );
  }

  /** Fills `begins`; gives how many columns there are, also when they are more than the format's. */
  private findColumns(line: string): number {
    const begins = this.begins;
    const width = this.width;
    let columns = 0;
    // indexOf goes through memory many characters at a time; asking for each character code took 1.5 times as long.
    for (let space = line.indexOf(' '); space !== -1; space = line.indexOf(' ', space + 1)) {
      columns++;
      if (columns < width) begins[columns] = space + 1;
    }
    columns++;
    begins[width] = line.length + 1;
    return columns;
  }

  private logStatus(): FlowLogOutcome {
    const at = this.atLogStatus;
    if (this.holds(at, 'OK') || this.isAbsent(at)) return 'record';
    if (this.holds(at, 'NODATA')) return 'nodata';
    if (this.holds(at, 'SKIPDATA')) return 'skipdata';
    return this.unreadable(`log-status is none of OK, NODATA, SKIPDATA: ${quoted(this.cut(at))}`);
  }

  /** A NODATA or SKIPDATA line describes its window; AWS writes `-` in the rest. */
  private readWindowOnly(): void {
    this.numbers.fill(-1);
    this.action = undefined;
    this.readNumber(START);
    this.readNumber(END);
  }

  private readNumbers(): boolean {
    for (let which = 0; which < NUMBERS.length; which++) {
      if (!this.readNumber(which)) return false;
    }
    return true;
  }

  /** Reads and checks one of `NUMBERS`; what is wrong with it goes to `reason`. */
  private readNumber(which: number): boolean {
    const column = this.atNumbers[which] ?? -1;
    this.numbers[which] = -1;
    if (this.isAbsent(column)) return true;
    const value = digits(this.line, this.begins[column] ?? 0, (this.begins[column + 1] ?? 0) - 1);
    const most = MOST[which] ?? 0;
    if (value < 0 || value > most) {
      const fault = value < 0 ? 'is not a whole number' : `is over ${most}`;
      this.reason = `${NUMBERS[which]} ${fault}: ${quoted(this.cut(column))}`;
      return false;
    }
    this.numbers[which] = which === START || which === END ? seconds(value) : value;
    return true;
  }

  private readAction(): boolean {
    const at = this.atAction;
    if (this.holds(at, 'ACCEPT')) this.action = 'ACCEPT';
    else if (this.holds(at, 'REJECT')) this.action = 'REJECT';
    else if (this.isAbsent(at)) this.action = undefined;
    else {
      this.reason = `action is neither ACCEPT nor REJECT: ${quoted(this.cut(at))}`;
      return false;
    }
    return true;
  }

  /**
   * What comes out of a Float64Array is a number on the heap, and so is then every number that an object's field
   * takes from there. As an integer of 32 bits it is none: a record that the SSH analysis keeps takes 96 bytes
   * instead of 192, and its rules half the time on a batch with a fifth of SSH.
   */
  private number(which: number): number | undefined {
    const value = this.numbers[which] ?? -1;
    const small = value | 0;
    if (small !== value) return value;
    return small < 0 ? undefined : small;
  }

  private word(column: number): string | undefined {
    if (this.isAbsent(column)) return undefined;
    return this.pool.take(this.line, this.begins[column] ?? 0, (this.begins[column + 1] ?? 0) - 1);
  }

  private cut(column: number): string {
    return this.line.slice(this.begins[column], (this.begins[column + 1] ?? 0) - 1);
  }

  /** Not in the format, or `-` in the line. */
  private isAbsent(column: number): boolean {
    if (column === -1) return true;
    const begin = this.begins[column] ?? 0;
    return this.begins[column + 1] === begin + 2 && this.line.charCodeAt(begin) === DASH;
  }

  private holds(column: number, word: string): boolean {
    if (column === -1) return false;
    const begin = this.begins[column] ?? 0;
    if (this.begins[column + 1] !== begin + word.length + 1) return false;
    for (let at = 0; at < word.length; at++) {
      if (this.line.charCodeAt(begin + at) !== word.charCodeAt(at)) return false;
    }
    return true;
  }

  private unreadable(reason: string): 'unreadable' {
    this.reason = reason;
    return 'unreadable';
  }
}

/** Windows line ends and padding are no part of the last column. */
function withoutTrailingBlanks(text: string): string {
  let length = text.length;
  while (length > 0 && text.charCodeAt(length - 1) <= 32) length--;
  return length === text.length ? text : text.slice(0, length);
}
