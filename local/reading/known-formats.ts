import { FlowBatchRow } from '../../records/flow-logs/batch/flow-batch-row';
import { FlowLineScanner } from '../../records/flow-logs/batch/flow-line-scanner';
import type { FlowLogColumns } from '../../records/flow-logs/flow-log-columns';
import { compileFlowLogFormat, type FlowLogFormat } from '../../records/flow-logs/flow-log-format';
import type { FlowLogLine } from '../../records/flow-logs/flow-log-line';
import type { TextPool } from '../../records/values/text-pool';

/** A log has one format, or a few; whoever has more has them made up. */
const MOST_FORMATS = 50;

/** The formats of a folder's flow logs, so that tens of thousands of files of one do not make it anew each time. */
export class KnownFormats {
  readonly #byHeader = new Map<string, FlowLogFormat>();
  readonly #lines = new Map<FlowLogFormat, FlowLogLine>();
  readonly #rows = new Map<string, FlowBatchRow<FlowLineScanner>>();

  /**
   * The format that a header names.
   *
   * @throws FlowLogFormatError, UnsupportedFlowLogError as `compileFlowLogFormat` does
   */
  compiled(header: string): FlowLogFormat {
    const known = this.#byHeader.get(header);
    if (known !== undefined) return known;
    const format = compileFlowLogFormat(header);
    if (this.#byHeader.size >= MOST_FORMATS) this.#byHeader.clear();
    this.#byHeader.set(header, format);
    return format;
  }

  /** Is this the header of a file before? */
  isKnown(header: string): boolean {
    return this.#byHeader.has(header);
  }

  /** A reader of this format's lines, for whoever is done with it before the next asks. */
  lineOf(format: FlowLogFormat, pool: TextPool): FlowLogLine {
    const known = this.#lines.get(format);
    if (known !== undefined) return known;
    const line = format.reader(pool);
    if (this.#lines.size >= MOST_FORMATS) this.#lines.clear();
    this.#lines.set(format, line);
    return line;
  }

  /** A row of a scanner of this format, for whoever is done with it before the next asks. */
  rowOf(format: FlowLogColumns, pool: TextPool): FlowBatchRow<FlowLineScanner> {
    const key = format.names.join(' ');
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = new FlowBatchRow(new FlowLineScanner(format, pool), pool);
    if (this.#rows.size >= MOST_FORMATS) this.#rows.clear();
    this.#rows.set(key, row);
    return row;
  }
}
