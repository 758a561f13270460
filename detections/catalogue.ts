import { FILTER_QUOTAS } from '../analysis/filter-pattern';
import { DuplicateDetectionError, PatternTooLongError, UnknownDetectionError } from './catalogue-errors';
import { cis } from './cis';
import { type CatalogueSettings, DEFAULT_SETTINGS, type Detection, type DetectionFamily } from './detection';
import { ecsAccess } from './ecs-access';
import { ecsClusters } from './ecs-clusters';
import { ecsContainerInstances } from './ecs-container-instances';
import { ecsExec } from './ecs-exec';
import { ecsExposure } from './ecs-exposure';
import { ecsServices } from './ecs-services';
import { ecsTaskCommands } from './ecs-task-commands';
import { ecsTaskDefinitions } from './ecs-task-definitions';
import { ecsTaskPrivileges } from './ecs-task-privileges';
import { ecsTaskSafeguards } from './ecs-task-safeguards';
import { ecsTasks } from './ecs-tasks';
import { iam } from './iam';
import { images } from './images';
import { instanceAccess } from './instance-access';
import { nearNames } from './near-names';
import { network } from './network';
import { networkActivity } from './network-activity';
import { pipelineTampering } from './pipeline-tampering';
import { regions } from './regions';
import { secrets } from './secrets';
import { silence } from './silence';
import { ssh } from './ssh';
import { trailTampering } from './trail-tampering';

/** The families in reading order, by the name of their file: who is in a container, what runs, what is around it. */
export const FAMILIES: { readonly [fileStem: string]: DetectionFamily } = {
  'ecs-exec': ecsExec,
  'ecs-task-definitions': ecsTaskDefinitions,
  'ecs-task-commands': ecsTaskCommands,
  'ecs-task-privileges': ecsTaskPrivileges,
  'ecs-task-safeguards': ecsTaskSafeguards,
  'ecs-tasks': ecsTasks,
  'ecs-exposure': ecsExposure,
  'ecs-services': ecsServices,
  'ecs-clusters': ecsClusters,
  'ecs-container-instances': ecsContainerInstances,
  'ecs-access': ecsAccess,
  'instance-access': instanceAccess,
  regions,
  images,
  secrets,
  iam,
  network,
  'trail-tampering': trailTampering,
  'pipeline-tampering': pipelineTampering,
  silence,
  ssh,
  'network-activity': networkActivity,
  cis,
};

/**
 * All detections, in reading order, written with the settings of one fleet.
 *
 * @throws PatternTooLongError where the deploy roles do not fit into a pattern
 * @throws DuplicateDetectionError where two detections share an id
 */
export function buildCatalogue(settings: CatalogueSettings = DEFAULT_SETTINGS): readonly Detection[] {
  const detections = Object.values(FAMILIES).flatMap((family) => family(settings));
  const ids = new Set<string>();
  for (const { id, detector } of detections) {
    if (ids.has(id)) {
      throw new DuplicateDetectionError(id);
    }
    ids.add(id);
    if (detector.kind === 'filter' && detector.pattern.length > FILTER_QUOTAS.patternCharacters) {
      throw new PatternTooLongError(
        id,
        detector.pattern.length,
        FILTER_QUOTAS.patternCharacters,
        settings.deployRoles.length,
      );
    }
  }
  return detections;
}

/**
 * The detection with that id.
 *
 * @throws UnknownDetectionError that names the nearest ids
 */
export function detectionById(id: string, catalogue: readonly Detection[] = buildCatalogue()): Detection {
  const found = catalogue.find((detection) => detection.id === id);
  if (found === undefined) {
    const ids = catalogue.map((detection) => detection.id);
    throw new UnknownDetectionError(id, nearNames(id, ids));
  }
  return found;
}
