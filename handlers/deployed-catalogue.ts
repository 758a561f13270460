import { buildCatalogue } from '../detections/catalogue';
import type { Detection } from '../detections/detection';
import { strings, type Variables } from './environment';

/** The catalogue as it is deployed: written with the settings that the stacks wrote their patterns with. */
export function deployedCatalogue(variables: Variables): readonly Detection[] {
  return buildCatalogue({
    deployRoles: strings(variables, 'deployRoles', []),
    homeRegions: strings(variables, 'homeRegions', []),
  });
}
