import { epochSeconds } from '../values/epoch-seconds';
import { quoted } from '../values/quoted';
import { wholeNumber } from '../values/whole-number';
import { ColumnLine } from './column-line';
import type { FlowIdentity } from './flow-identity';
import type { FlowLogColumns } from './flow-log-columns';
import { FLOW_NUMBER_BOUNDS } from './flow-number-bounds';

/** The numbers that analysis reads, and the most that each can be. */
const NUMBERS = ['srcport', 'dstport', 'protocol', 'packets', 'bytes', 'start', 'end', 'tcp-flags'] as const;
const MOST = Float64Array.from(NUMBERS, (name) => FLOW_NUMBER_BOUNDS[name]);
const [SRCPORT, DSTPORT, PROTOCOL, PACKETS, BYTES, START, END, TCP_FLAGS] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
// Own constants: where modules are loaded one by one, an import is looked up anew at each of its uses.
const digits = wholeNumber;
const seconds = epochSeconds;

/** A flow log line whose numbers are checked when it is read. */
export class NumberedLine extends ColumnLine {
  readonly format: FlowLogColumns;
  /** Why the last line was unreadable: what, in which field, with which value. */
  reason = '';
  /** The checked numbers in the order of `NUMBERS`, -1 for absent: typed arrays keep them out of the heap. */
  private readonly numbers = new Float64Array(NUMBERS.length);
  private readonly atNumbers: Int32Array;

  constructor(format: FlowLogColumns) {
    super(format.names.length);
    this.format = format;
    this.atNumbers = Int32Array.from(NUMBERS, (name) => format.columnOf(name));
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

  /** Reads all; false where one is wrong, which `reason` then says. */
  protected readNumbers(): boolean {
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

  /** Reads the two times and nothing else. */
  protected readWindow(): void {
    this.numbers.fill(-1);
    this.readNumber(START);
    this.readNumber(END);
  }

  protected identifyNumbers(identity: FlowIdentity, action: 0 | 1 | 2 | 3): void {
    const { numbers } = this;
    identity.numbers(
      numbers[SRCPORT] ?? -1,
      numbers[DSTPORT] ?? -1,
      numbers[PROTOCOL] ?? -1,
      action,
      numbers[PACKETS] ?? -1,
      numbers[BYTES] ?? -1,
      numbers[START] ?? -1,
      numbers[END] ?? -1,
    );
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
}
