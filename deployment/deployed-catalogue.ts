import { buildCatalogue } from '../detections/catalogue';
import type { CatalogueSettings, Detection } from '../detections/detection';

/** The catalogue as a deployment of this name with these settings has it: with or without the CIS controls. */
export function deployedCatalogue({
  deployRoles,
  homeRegions,
  cis,
  name,
}: CatalogueSettings & { readonly cis: boolean; readonly name: string }): readonly Detection[] {
  return buildCatalogue({ deployRoles, homeRegions, deploymentName: name }).filter(
    ({ set }) => cis || set !== 'cis',
  );
}
