import { DEFAULT_FORMAT } from '../../../records/flow-logs/flow-log-fields';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';
import { isFlowLogHeader, respeltFlowLogHeader } from '../../../records/flow-logs/flow-log-header';

export interface TextLayout {
  readonly fields: readonly string[];
  readonly skip: 0 | 1;
}

/** Of the last first line: files that lie beside each other begin alike. */
let last: { readonly line: string; readonly layout: TextLayout } | undefined;

/**
 * The fields of a flow log file in order, and how many lines stand before its records.
 *
 * @returns the same object for the same first line, as long as no other comes between
 * @throws FlowLogFormatError, UnsupportedFlowLogError for a header that is none of a VPC flow log
 */
export function textLayout(head: string): TextLayout {
  const end = head.indexOf('\n');
  const line = end === -1 ? head : head.slice(0, end);
  if (last?.line === line) return last.layout;
  const header = isFlowLogHeader(line) ? line : respeltFlowLogHeader(line);
  const layout: TextLayout =
    header === undefined
      ? { fields: DEFAULT_FORMAT, skip: 0 }
      : { fields: compileFlowLogFormat(header).names, skip: 1 };
  last = { line, layout };
  return layout;
}
