import { buildCatalogue } from '../detections/catalogue';
import type { CatalogueSettings, Detection } from '../detections/detection';

/** The catalogue as a deployment with these settings has it: with or without the CIS controls. */
export function deployedCatalogue({
  deployRoles,
  homeRegions,
  cis,
}: CatalogueSettings & { readonly cis: boolean }): readonly Detection[] {
  return buildCatalogue({ deployRoles, homeRegions }).filter(({ set }) => cis || set !== 'cis');
}
