import { buildCatalogue } from '../detections/catalogue';
import type { CatalogueSettings, Detection } from '../detections/detection';

export interface DeployedCatalogueSettings extends CatalogueSettings {
  /** The CIS controls are deployed beside our own detections. */
  readonly cis: boolean;
  /**
   * There is a log group with the lines of containers.
   *
   * @default false - detections on such lines are left out
   */
  readonly containerLogs?: boolean | undefined;
}

/** The catalogue as a deployment with these settings has it. */
export function deployedCatalogue(settings: DeployedCatalogueSettings): readonly Detection[] {
  const { deployRoles, homeRegions, cis, containerLogs = false } = settings;
  return buildCatalogue({ deployRoles, homeRegions }).filter(
    ({ set, detector }) => (cis || set !== 'cis') && (containerLogs || detector.kind !== 'container-filter'),
  );
}
