import { ALARM_FAMILIES } from '../detections/alarm-families';
import { applyChanges } from '../detections/custom/apply-changes';
import type { Detection } from '../detections/detection';
import { deploymentName, strings, type Variables } from './environment';
import { packedCustom } from './packed-custom';

/**
 * The detections with alarms as they are deployed: written with the settings that the stacks wrote their patterns
 * with. Synth has judged the patterns; the rules on flow records would be a tenth of the bundle.
 */
export function deployedCatalogue(variables: Variables): readonly Detection[] {
  const settings = {
    deployRoles: strings(variables, 'deployRoles', []),
    homeRegions: strings(variables, 'homeRegions', []),
    deploymentName: deploymentName(variables),
  };
  const { alarmed, changes } = packedCustom();
  const ours = Object.values(ALARM_FAMILIES).flatMap((family) => family(settings));
  return [...applyChanges(ours, changes), ...alarmed];
}
