import { DEFAULT_SETTINGS, type Detection } from '../detections/detection';
import { networkActivity } from '../detections/families/network-activity';
import { ssh } from '../detections/families/ssh';

/**
 * The detections that are rules on flow records: all that the analyzers need of the catalogue, whose other families
 * would be two thirds of their bundles. No settings are written into them.
 */
export const ANALYZER_DETECTIONS: readonly Detection[] = [ssh, networkActivity]
  .flatMap((family) => family(DEFAULT_SETTINGS))
  .filter(({ detector }) => detector.kind === 'analyzer');
