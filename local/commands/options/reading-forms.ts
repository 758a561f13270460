import type { ReplayRequest } from '../../replay/replay';
import { checkFlowLogFormat } from './check-flow-log-format';
import { archiveLimitsOf, type PlaceFlags } from './place-options';

/** How files are read, as every command that reads logs takes it. */
export interface FormFlags extends Pick<PlaceFlags, 'mostUnpacked'> {
  readonly flowLogFormat?: string;
  readonly baseline?: string;
}

/**
 * What the reader is told of the command line.
 *
 * @throws UsageError, FlowLogFormatError, UnsupportedFlowLogError for a format that is none, or limits that are none
 */
export function readingFormsOf(
  options: FormFlags,
): Pick<ReplayRequest, 'archiveLimits' | 'flowLogFormat' | 'baseline'> &
  Required<Pick<ReplayRequest, 'archiveLimits'>> {
  const { flowLogFormat, baseline } = options;
  return {
    archiveLimits: archiveLimitsOf(options),
    ...(flowLogFormat !== undefined && { flowLogFormat: checkFlowLogFormat(flowLogFormat) }),
    ...(baseline !== undefined && { baseline }),
  };
}
