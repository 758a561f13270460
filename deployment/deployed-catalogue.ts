import { buildCatalogue } from '../detections/catalogue';
import type { CatalogueSettings, Detection } from '../detections/detection';

export interface DeployedCatalogueSettings extends CatalogueSettings {
  /** The CIS controls are deployed beside our own detections. */
  readonly cis: boolean;
  /** Of the deployment: some detections are about what bears it. */
  readonly name: string;
  /**
   * There is a log group with the lines of containers.
   *
   * @default false - detections on such lines are left out
   */
  readonly containerLogs?: boolean | undefined;
}

/** The catalogue as a deployment of this name with these settings has it. */
export function deployedCatalogue(settings: DeployedCatalogueSettings): readonly Detection[] {
  const { deployRoles, homeRegions, cis, name, containerLogs = false, custom } = settings;
  return buildCatalogue({ deployRoles, homeRegions, deploymentName: name, custom }).filter(
    ({ set, detector }) => (cis || set !== 'cis') && (containerLogs || detector.kind !== 'container-filter'),
  );
}
