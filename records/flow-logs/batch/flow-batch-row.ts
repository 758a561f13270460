import { ownCopy, type TextPool } from '../../values/text-pool';
import type { FlowIdentity } from '../flow-identity';
import { type FlowLogColumns, tellsFlowsApart } from '../flow-log-columns';
import { FlowLogLine } from '../flow-log-line';
import type { FlowLogFields, FlowLogRow } from '../flow-log-row';
import { BATCH_TEXT, type FlowBatch, MARK } from './flow-batch';

// Own constants: where modules are loaded one by one, an import is looked up anew at each of its uses.
const { ACCOUNT, INTERFACE, SRCADDR, DSTADDR, PKT_SRCADDR, PKT_DSTADDR, VPC, CLUSTER, SERVICE, TASK } =
  BATCH_TEXT;
const { ACCEPT, REJECT, INGRESS, EGRESS } = MARK;

/** A view of one record of a batch at a time: set `row`. */
export class FlowBatchRow<Batch extends FlowBatch = FlowBatch> implements FlowLogRow {
  readonly batch: Batch;
  readonly format: FlowLogColumns;
  readonly tellsFlowsApart: boolean;
  row = 0;

  readonly #pool: TextPool;
  #line: FlowLogLine | undefined;

  constructor(batch: Batch, pool: TextPool) {
    this.batch = batch;
    this.format = batch.format;
    this.tellsFlowsApart = tellsFlowsApart(batch.format);
    this.#pool = pool;
  }

  get srcport(): number | undefined {
    return orAbsent(this.batch.srcport[this.row] as number);
  }

  get dstport(): number | undefined {
    return orAbsent(this.batch.dstport[this.row] as number);
  }

  get protocol(): number | undefined {
    return orAbsent(this.batch.protocol[this.row] as number);
  }

  get tcpFlags(): number | undefined {
    return orAbsent(this.batch.tcpFlags[this.row] as number);
  }

  get packets(): number | undefined {
    return small(this.batch.packets[this.row] as number);
  }

  get bytes(): number | undefined {
    return small(this.batch.bytes[this.row] as number);
  }

  get start(): number | undefined {
    return small(this.batch.start[this.row] as number);
  }

  get end(): number | undefined {
    return small(this.batch.end[this.row] as number);
  }

  get action(): 'ACCEPT' | 'REJECT' | undefined {
    const marks = this.batch.marks[this.row] as number;
    if ((marks & ACCEPT) !== 0) return 'ACCEPT';
    return (marks & REJECT) !== 0 ? 'REJECT' : undefined;
  }

  get flowDirection(): 'ingress' | 'egress' | undefined {
    const marks = this.batch.marks[this.row] as number;
    if ((marks & INGRESS) !== 0) return 'ingress';
    return (marks & EGRESS) !== 0 ? 'egress' : undefined;
  }

  get accountId(): string | undefined {
    return this.batch.text(this.row, ACCOUNT);
  }

  get interfaceId(): string | undefined {
    return this.batch.text(this.row, INTERFACE);
  }

  get srcaddr(): string | undefined {
    return this.batch.text(this.row, SRCADDR);
  }

  get dstaddr(): string | undefined {
    return this.batch.text(this.row, DSTADDR);
  }

  get pktSrcaddr(): string | undefined {
    return this.batch.text(this.row, PKT_SRCADDR);
  }

  get pktDstaddr(): string | undefined {
    return this.batch.text(this.row, PKT_DSTADDR);
  }

  get vpcId(): string | undefined {
    return this.batch.text(this.row, VPC);
  }

  get ecsClusterName(): string | undefined {
    return this.batch.text(this.row, CLUSTER);
  }

  get ecsServiceName(): string | undefined {
    return this.batch.text(this.row, SERVICE);
  }

  get ecsTaskId(): string | undefined {
    return this.batch.text(this.row, TASK);
  }

  get view(): string {
    return this.batch.line(this.row);
  }

  get text(): string {
    return ownCopy(this.view);
  }

  toFields(): FlowLogFields {
    this.#line ??= new FlowLogLine(this.format, this.#pool);
    this.#line.read(this.view);
    return this.#line.toFields();
  }

  identify(identity: FlowIdentity): void {
    identity.set(this.batch.high[this.row] as number, this.batch.low[this.row] as number);
  }
}

function orAbsent(value: number): number | undefined {
  return value < 0 ? undefined : value;
}

/** As in `FlowLogLine`: an integer of 32 bits is no number on the heap, wherever it is kept. */
function small(value: number): number | undefined {
  const whole = value | 0;
  if (whole !== value) return value;
  return whole < 0 ? undefined : whole;
}
