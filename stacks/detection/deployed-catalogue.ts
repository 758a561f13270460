import { buildCatalogue } from '../../detections/catalogue';
import type { Detection } from '../../detections/detection';
import type { Settings } from '../config';

/** The catalogue as a deployment with these settings has it. */
export function deployedCatalogue({ deployRoles, homeRegions, cis }: Settings): readonly Detection[] {
  return buildCatalogue({ deployRoles, homeRegions }).filter(({ set }) => cis || set !== 'cis');
}
