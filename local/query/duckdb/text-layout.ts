import { DEFAULT_FORMAT } from '../../../records/flow-log-fields';
import { compileFlowLogFormat } from '../../../records/flow-log-format';
import { isFlowLogHeader } from '../../../records/flow-log-header';

/**
 * The fields of a flow log file in order, and how many lines stand before its records.
 *
 * @throws FlowLogFormatError, UnsupportedFlowLogError for a header that is none of a VPC flow log
 */
export function textLayout(head: string): { readonly fields: readonly string[]; readonly skip: 0 | 1 } {
  const line = head.split('\n', 1)[0] ?? '';
  return isFlowLogHeader(line)
    ? { fields: compileFlowLogFormat(line).names, skip: 1 }
    : { fields: DEFAULT_FORMAT, skip: 0 };
}
