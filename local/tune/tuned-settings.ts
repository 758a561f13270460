import type { Change } from '../../detections/detection';
import { mergeSettings, type ReplaySettings } from '../settings/replay-settings';
import type { Proposal } from './propose';

/** Who answers for suppressions, and until when they hold. */
export interface Answerable {
  readonly owner: string;
  /** ISO 8601. */
  readonly expires: string;
}

const REASON = 'proposed by harborwatch tune';

/** The settings with proposals in them. */
export function tunedSettings(
  settings: ReplaySettings,
  proposals: readonly Proposal[],
  { owner, expires }: Answerable,
): ReplaySettings {
  const { custom = { detections: [], changes: [] } } = settings;
  const deployRoles = proposals.flatMap((one) => (one.kind === 'deploy-role' ? [one.role] : []));
  const egressPorts = proposals.flatMap((one) => (one.kind === 'egress-port' ? [one.port] : []));
  const suppressions = proposals.flatMap((one) => {
    if (one.kind !== 'suppression') return [];
    const { kind: _, ...what } = one;
    return [{ ...what, owner, reason: REASON, expires }];
  });
  const changes = tunedChanges(custom.changes, proposals);
  return mergeSettings(settings, {
    deployRoles: [...new Set([...settings.deployRoles, ...deployRoles])],
    egressPorts: [...new Set([...settings.egressPorts, ...egressPorts])],
    suppressions: [...(settings.suppressions ?? []), ...suppressions],
    ...(changes.length + custom.detections.length > 0 && { custom: { ...custom, changes } }),
  });
}

/** The owner's changes with the thresholds of the proposals; the last of several for one number holds. */
export function tunedChanges(changes: readonly Change[], proposals: readonly Proposal[]): readonly Change[] {
  const byId = new Map(changes.map((change) => [change.change, change]));
  for (const proposal of proposals) {
    if (proposal.kind !== 'threshold') continue;
    const { detection, name, value } = proposal;
    const known = byId.get(detection);
    byId.set(detection, {
      ...(known ?? { change: detection, reason: REASON }),
      thresholds: { ...known?.thresholds, [name]: value },
    });
  }
  return [...byId.values()];
}
