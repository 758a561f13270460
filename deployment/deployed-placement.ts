import type { CustomDetections } from '../detections/detection';
import { type Placement, placeDetections } from '../detections/placement';
import { deployedCatalogue } from './deployed-catalogue';

/** What decides where the detections of a deployment run. */
export interface PlacementSettings {
  readonly deployRoles: readonly string[];
  readonly homeRegions: readonly string[];
  readonly cis: boolean;
  /** Of the deployment: some detections are about what bears it. */
  readonly name: string;
  /** There are lines of containers to judge. @default false */
  readonly containerLogs?: boolean | undefined;
  /** Detections of the owner's own, and changes of ours. @default - none */
  readonly custom?: CustomDetections | undefined;
  /** Metric filters that the log group takes, the canary's left out. */
  readonly filterPlaces: number;
}

/** Where everything runs, decided once for the stacks, the handlers and the doctor. */
export function deployedPlacement(settings: PlacementSettings): Placement {
  return placeDetections(deployedCatalogue(settings), settings.filterPlaces);
}
