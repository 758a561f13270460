import type { CustomDocument } from '../detections/custom/custom-detections';
import type { Change, Detection } from '../detections/detection';

/** The folder with somebody's own detections, beside the settings file. */
export const DETECTIONS_FOLDER = 'detections';

/** The file in a function's bundle with the documents of that folder. */
export const CUSTOM_FILE = 'custom-detections.json';

/** What that file holds: plain data, as synth checked it. */
export interface PackedCustom {
  /** What the functions that judge records make detections of. */
  readonly documents: readonly CustomDocument[];
  /** Detections with alarms, whole: whoever tells alarms needs no rule. */
  readonly alarmed: readonly Detection[];
  readonly changes: readonly Change[];
}
