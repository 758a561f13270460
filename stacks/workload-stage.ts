import type { Settings } from './config';
import type { STAGES } from './config/values';

export type Stage = (typeof STAGES)[number];

/** The stage of the workshop workload; undefined where an existing VPC is watched and none is made. */
export function workloadStage(settings: Settings): Stage | undefined {
  return settings['monitor.existingVpcId'] === undefined ? (settings.stage ?? 'hardened') : undefined;
}
