import { existsSync } from 'node:fs';
import path from 'node:path';
import { DETECTIONS_FOLDER } from '../../deployment/custom-names';
import type { CustomDetections } from '../../detections/detection';
import { SETTINGS_FILE } from './find-settings';

/**
 * The user's own detections where no logs are read: the folder that `--detections` names, else the one beside the
 * settings file of the working folder.
 *
 * @throws UsageError with every mistake in the folder
 */
export function ownDetections(
  named: string | undefined,
  workingFolder: string = process.cwd(),
): CustomDetections | undefined {
  const folder = named ?? folderBeside(workingFolder);
  if (folder === undefined) return undefined;
  // What reads YAML is loaded where there is some.
  const { readOwnFolder } = require('./find-detections') as typeof import('./find-detections');
  const { detections, changes } = readOwnFolder(folder);
  return { detections, changes };
}

function folderBeside(workingFolder: string): string | undefined {
  const folder = path.join(workingFolder, DETECTIONS_FOLDER);
  return existsSync(path.join(workingFolder, SETTINGS_FILE)) && existsSync(folder) ? folder : undefined;
}
