import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { DETECTIONS_FOLDER } from '../../deployment/custom-names';
import type { ReplaySettings } from '../settings/replay-settings';
import type { Tuned } from './tune';

/** The file in the folder of detections that tuning writes; a later run writes it anew. */
const TUNED_FILE = 'tuned.yml';

/**
 * Writes what was found into the settings file, whose other settings stay, and changed thresholds beside it; gives the
 * files that were written.
 */
export function writeTuned(file: string, { settings, steps }: Tuned): readonly string[] {
  const written: string[] = [];
  const kinds = new Set(steps.map(({ proposal }) => proposal.kind));
  const given = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {};
  const tuned: Partial<Record<keyof ReplaySettings, unknown>> = {
    ...given,
    ...(kinds.has('deploy-role') && { deployRoles: settings.deployRoles }),
    ...(kinds.has('egress-port') && { egressPorts: settings.egressPorts }),
    ...(kinds.has('suppression') && { suppressions: settings.suppressions }),
  };
  if (['deploy-role', 'egress-port', 'suppression'].some((kind) => kinds.has(kind as 'suppression'))) {
    writeFileSync(file, `${JSON.stringify(tuned, undefined, 2)}\n`);
    written.push(file);
  }
  const changed = new Set(
    steps.flatMap(({ proposal }) => (proposal.kind === 'threshold' ? [proposal.detection] : [])),
  );
  const changes = (settings.custom?.changes ?? []).filter(({ change }) => changed.has(change));
  if (changes.length > 0) {
    const beside = path.join(path.dirname(file), DETECTIONS_FOLDER, TUNED_FILE);
    mkdirSync(path.dirname(beside), { recursive: true });
    writeFileSync(beside, changes.map((change) => stringify(change)).join('---\n'));
    written.push(beside);
  }
  return written;
}
