import { LEARNING_DAYS } from '../../analysis/trail/baseline';
import { deployedPlacement } from '../../deployment/deployed-placement';
import { ownNames } from '../../deployment/own-names';
import type { Detection } from '../../detections/detection';
import { FREE_PLACES } from '../../detections/placement';
import { deployedCustom } from '../custom-detections';
import { deploymentName, optional, strings, type Variables, wholeNumber } from '../environment';
import { isAtLeast, notifyFrom } from '../settings';
import type { TrailSettings } from './analyze-records';
import { shownByAlarms } from './shown-by-alarms';

/** What the variables of the function make of the catalogue. */
export interface DeployedTrail {
  readonly detections: readonly Detection[];
  readonly settings: TrailSettings;
  readonly learningDays: number;
}

/** The rules that this deployment's analyzer runs: decided by the same function as the stacks' metric filters. */
export function deployedTrail(variables: Variables): DeployedTrail {
  const deployRoles = strings(variables, 'deployRoles', []);
  const { placeOf, catalogue, trailRules } = deployedPlacement({
    deployRoles,
    homeRegions: strings(variables, 'homeRegions', []),
    cis: optional(variables, 'cis') !== 'false',
    name: deploymentName(variables),
    custom: deployedCustom(),
    filterPlaces: wholeNumber(variables, 'filterPlaces', FREE_PLACES),
  });
  const least = notifyFrom(variables);
  const alarmed = catalogue.filter(
    ({ id, severity }) => placeOf.get(id) === 'metric-filter' && isAtLeast(severity, least),
  );
  const rules = new Set(trailRules.map(({ id }) => id));
  return {
    detections: catalogue.filter(({ id }) => rules.has(id)),
    settings: {
      rules: trailRules,
      deployRoles,
      own: ownNames(deploymentName(variables), strings(variables, 'ownNames', [])),
      isShown: shownByAlarms(alarmed),
    },
    learningDays: wholeNumber(variables, 'learningDays', LEARNING_DAYS),
  };
}
