import { buildCatalogue } from '../../detections/catalogue';
import type { Detection } from '../../detections/detection';
import type { Deployment } from './deployment';

/** The catalogue as the stacks wrote it: with the same roles and regions, and with or without the CIS controls. */
export function deployedCatalogue({ catalogue }: Deployment): readonly Detection[] {
  const { deployRoles, homeRegions, cis } = catalogue;
  return buildCatalogue({ deployRoles, homeRegions }).filter(({ set }) => cis || set !== 'cis');
}
