import { customDetections } from '../detections/custom/custom-detections';
import type { CustomDetections } from '../detections/detection';
import { packedCustom } from './packed-custom';

let cached: CustomDetections | undefined;

/** Detections of the owner's own and changes of ours, for the functions that judge records; made once. */
export function deployedCustom(): CustomDetections {
  cached ??= customDetections(packedCustom().documents);
  return cached;
}
