import { alarmGroups } from '../../deployment/alarm-groups';
import { deployedNames } from '../../deployment/deployed-names';
import { deployedPlacement } from '../../deployment/deployed-placement';
import type { Deployment } from '../../deployment/described-deployment';
import { flowThresholds } from '../../detections/custom/apply-changes';
import type { CustomDetections } from '../../detections/detection';
import { FREE_PLACES } from '../../detections/placement';
import type { Subject } from './check';

/** What the checks examine, worked out from the description as the stacks worked it out from the settings. */
export function subjectOf(deployment: Deployment, now: number, custom?: CustomDetections): Subject {
  const { name, catalogue } = deployment;
  const { filterPlaces = FREE_PLACES, alarms = 'each' } = catalogue;
  const { alarmed } = deployedPlacement({ ...catalogue, name, filterPlaces, custom });
  return {
    deployment,
    names: deployedNames(name),
    catalogue: alarmed,
    groups: alarmGroups(alarmed, catalogue, alarms),
    thresholds: flowThresholds(custom?.changes ?? []),
    now,
  };
}
