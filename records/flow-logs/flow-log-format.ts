import { quoted } from '../values/quoted';
import { TextPool } from '../values/text-pool';
import type { FlowLogColumns } from './flow-log-columns';
import { FlowLogFormatError, UnsupportedFlowLogError } from './flow-log-errors';
import { DEFAULT_FORMAT, FLOW_LOG_FIELD_BY_NAME } from './flow-log-fields';
import { flowLogFieldName, isTransitGatewayField } from './flow-log-header';
import { FlowLogLine } from './flow-log-line';

/** The order of fields in a flow log's lines. Make one with `compileFlowLogFormat`. */
export class FlowLogFormat implements FlowLogColumns {
  /** AWS names in column order; names that no version knows are kept as they stand. */
  readonly names: readonly string[];
  private readonly columns: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    this.names = names;
    this.columns = new Map(names.map((name, column) => [name, column]));
  }

  /** Column of a field, counted from 0; -1 when the format lacks it. */
  columnOf(name: string): number {
    return this.columns.get(name) ?? -1;
  }

  /** A reusable view of this format's lines. Readers that share a pool share their strings. */
  reader(pool: TextPool = new TextPool()): FlowLogLine {
    return new FlowLogLine(this, pool);
  }
}

/**
 * Understands a field list: names in order, a header line, or a format as the AWS console and CDK write it.
 *
 * @throws UnsupportedFlowLogError for the fields of a Transit Gateway flow log
 * @throws FlowLogFormatError for an empty list, a repeated field, something that is no name, or no known field
 *
 * @example
 * compileFlowLogFormat('${srcaddr} ${dstaddr} ${dstport}').names // ['srcaddr', 'dstaddr', 'dstport']
 */
export function compileFlowLogFormat(fields: string | readonly string[]): FlowLogFormat {
  const names = (typeof fields === 'string' ? fields.split(/[\s,]+/) : fields)
    .map((written) => flowLogFieldName(/^\$+\{(.*)\}$/.exec(written)?.[1] ?? written))
    .filter((name) => name !== '');
  const transitGateway = names.find(isTransitGatewayField);
  if (transitGateway !== undefined) {
    throw new UnsupportedFlowLogError(
      `these are Transit Gateway flow logs (field ${quoted(transitGateway)}), which are not supported: they name gateway attachments, not network interfaces; give VPC flow logs instead`,
    );
  }
  for (const [column, name] of names.entries()) {
    if (!/^[A-Za-z][\w-]*$/.test(name)) {
      throw new FlowLogFormatError(
        `${quoted(name)} is no flow log field name; expected names such as srcaddr`,
      );
    }
    if (names.indexOf(name) !== column) {
      throw new FlowLogFormatError(`field ${quoted(name)} stands twice in the flow log format; keep one`);
    }
  }
  if (!names.some((name) => FLOW_LOG_FIELD_BY_NAME.has(name))) {
    throw new FlowLogFormatError(
      `no known field in the flow log format ${quoted(names.join(' '))}; expected names such as ${DEFAULT_FORMAT.join(' ')}`,
    );
  }
  return new FlowLogFormat(names);
}

/** The default format, ready to read. */
export const DEFAULT_FLOW_LOG_FORMAT: FlowLogFormat = new FlowLogFormat(DEFAULT_FORMAT);
