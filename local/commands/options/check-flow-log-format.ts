import { blindnessOf } from '../../../detections/flow-log-needs';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';
import { UsageError } from '../../terminal/usage-error';

/**
 * Checks the `--flow-log-format` that somebody typed: a name that is nearly that of a field which a detection reads is
 * taken for a typing error. Other names that no version knows pass, since AWS adds fields.
 *
 * @throws UsageError that names the field that was probably meant
 * @throws FlowLogFormatError, UnsupportedFlowLogError when it is no format of a VPC flow log
 */
export function checkFlowLogFormat(typed: string): string {
  const [wrong] = blindnessOf(compileFlowLogFormat(typed).names).misspelt;
  if (wrong === undefined) return typed;
  throw new UsageError(
    `--flow-log-format names ${JSON.stringify(wrong.written)}, which is no flow log field; did you mean ${wrong.meant}?`,
  );
}
