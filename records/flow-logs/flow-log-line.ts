import { epochSeconds } from '../values/epoch-seconds';
import { quoted } from '../values/quoted';
import { ownCopy, type TextPool } from '../values/text-pool';
import { wholeNumber } from '../values/whole-number';
import type { FlowIdentity } from './flow-identity';
import { type FlowLogColumns, tellsFlowsApart } from './flow-log-columns';
import { FLOW_LOG_FIELD_BY_NAME } from './flow-log-fields';
import type { FlowLogFields, FlowLogRow } from './flow-log-row';
import { NumberedLine } from './numbered-line';

/** What a line turned out to be; `unreadable` leaves its why in `reason`. */
export type FlowLogOutcome = 'record' | 'nodata' | 'skipdata' | 'unreadable';

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
export class FlowLogLine extends NumberedLine implements FlowLogRow {
  action: 'ACCEPT' | 'REJECT' | undefined;
  readonly tellsFlowsApart: boolean;

  /** Is the line a SKIPDATA one? */
  private isLoss = false;
  private readonly pool: TextPool;
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
    super(format);
    this.pool = pool;
    this.tellsFlowsApart = tellsFlowsApart(format);
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
    const columns = this.part(text);
    if (columns !== this.width) {
      const which = columns < this.width ? 'missing' : 'surplus';
      return this.unreadable(`${which} columns: ${columns} where the format has ${this.width}`);
    }
    const status = this.logStatus();
    if (status !== 'record') {
      if (status !== 'unreadable') this.readWindowOnly();
      this.isLoss = status === 'skipdata';
      return status;
    }
    this.isLoss = false;
    return this.readNumbers() && this.readAction() ? 'record' : 'unreadable';
  }

  get view(): string {
    return this.line;
  }

  /** The line as read; a copy that may be kept. */
  get text(): string {
    return ownCopy(this.line);
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
    identity.texts(this.interfaceId, this.srcaddr, this.dstaddr);
    // A window without traffic and one whose records were lost have nothing else that tells them apart.
    const action = this.action === 'ACCEPT' ? 1 : this.action === 'REJECT' ? 2 : this.isLoss ? 3 : 0;
    this.identifyNumbers(identity, action);
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
    this.action = undefined;
    this.readWindow();
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

  private word(column: number): string | undefined {
    if (this.isAbsent(column)) return undefined;
    return this.pool.take(this.line, this.begins[column] ?? 0, (this.begins[column + 1] ?? 0) - 1);
  }

  private unreadable(reason: string): 'unreadable' {
    this.reason = reason;
    return 'unreadable';
  }
}
