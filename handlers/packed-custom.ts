import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CUSTOM_FILE, type PackedCustom } from '../deployment/custom-names';

let cached: PackedCustom | undefined;

/** What synth packed beside the bundle of the owner's own detections; read once. Without the file there are none. */
export function packedCustom(): PackedCustom {
  cached ??= read(path.join(__dirname, CUSTOM_FILE));
  return cached;
}

function read(file: string): PackedCustom {
  if (!existsSync(file)) return { documents: [], alarmed: [], changes: [] };
  return JSON.parse(readFileSync(file, 'utf8')) as PackedCustom;
}
