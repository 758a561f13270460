import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CUSTOM_FILE } from '../deployment/custom-names';
import { type CustomDocument, customDetections } from '../detections/custom/custom-detections';
import type { CustomDetections } from '../detections/detection';

let cached: CustomDetections | undefined;

/**
 * Detections of the owner's own and changes of ours, as synth checked them and packed them beside the bundle; read once.
 * Without the file there are none.
 */
export function deployedCustom(): CustomDetections {
  cached ??= read(path.join(__dirname, CUSTOM_FILE));
  return cached;
}

function read(file: string): CustomDetections {
  if (!existsSync(file)) return { detections: [], changes: [] };
  return customDetections(JSON.parse(readFileSync(file, 'utf8')) as readonly CustomDocument[]);
}
