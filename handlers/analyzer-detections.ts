import type { SshPolicy } from '../analysis/ssh/policy';
import { DEFAULT_SETTINGS, type Detection } from '../detections/detection';
import { networkActivity } from '../detections/families/network-activity';
import { ssh } from '../detections/families/ssh';

/**
 * The detections that are rules on flow records: all that the analyzers need of the catalogue, whose other families
 * would be two thirds of their bundles. Of the settings their runbooks say the thresholds.
 */
export function analyzerDetections({ thresholds }: Pick<SshPolicy, 'thresholds'> = {}): readonly Detection[] {
  const settings = { ...DEFAULT_SETTINGS, ...(thresholds !== undefined && { thresholds }) };
  return [ssh, networkActivity]
    .flatMap((family) => family(settings))
    .filter(({ detector }) => detector.kind === 'analyzer');
}

/** With standard thresholds. */
export const ANALYZER_DETECTIONS: readonly Detection[] = analyzerDetections();
