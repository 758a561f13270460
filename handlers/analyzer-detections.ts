import { applyChanges } from '../detections/custom/apply-changes';
import { DEFAULT_SETTINGS, type Detection } from '../detections/detection';
import { networkActivity } from '../detections/families/network-activity';
import { ssh } from '../detections/families/ssh';
import { deployedCustom } from './custom-detections';

/**
 * The detections that are rules on flow records: all that the analyzers need of the catalogue, whose other families
 * would be two thirds of their bundles. No settings are written into them but the owner's changes, whose
 * numbers runbooks say, and the owner's own rules stand behind ours.
 */
export const ANALYZER_DETECTIONS: readonly Detection[] = [
  ...applyChanges(
    [ssh, networkActivity].flatMap((family) => family({ ...DEFAULT_SETTINGS, custom: deployedCustom() })),
    deployedCustom().changes,
  ),
  ...deployedCustom().detections,
].filter(({ detector }) => detector.kind === 'analyzer');
