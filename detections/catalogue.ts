import { CALL_FAMILIES } from './alarm-families';
import { DuplicateDetectionError, UnknownDetectionError } from './catalogue-errors';
import { applyChanges } from './custom/apply-changes';
import { type CatalogueSettings, DEFAULT_SETTINGS, type Detection, type DetectionFamily } from './detection';
import { apiFront } from './families/api-front';
import { chains } from './families/chains';
import { cis } from './families/cis';
import { containers } from './families/containers';
import { data } from './families/data';
import { ecsDataEvents } from './families/ecs-data-events';
import { entrances } from './families/entrances';
import { firstTimes } from './families/first-times';
import { identities } from './families/identities';
import { judgedTasks } from './families/judged-tasks';
import { networkActivity } from './families/network-activity';
import { ownChain } from './families/own-chain';
import { recorders } from './families/recorders';
import { refusals } from './families/refusals';
import { ssh } from './families/ssh';
import { supply } from './families/supply';
import { watchers } from './families/watchers';
import { wholeRecords } from './families/whole-records';
import { nearNames } from './near-names';
import { withWiderFilters } from './writing/wider-filters';

/** The families in reading order, by the name of their file: who is in a container, what runs, what is around it. */
export const FAMILIES: { readonly [fileStem: string]: DetectionFamily } = {
  ...CALL_FAMILIES,
  'own-chain': ownChain,
  watchers,
  identities,
  entrances,
  supply,
  data,
  refusals,
  'ecs-data-events': ecsDataEvents,
  'whole-records': wholeRecords,
  'judged-tasks': judgedTasks,
  'api-front': apiFront,
  chains,
  recorders,
  'first-times': firstTimes,
  containers,
  ssh,
  'network-activity': networkActivity,
  cis,
};

/**
 * All detections, in reading order, written with the settings of one fleet.
 *
 * A pattern may be longer than CloudWatch Logs takes, with many deploy roles in it: it then runs in the trail analyzer
 * (`placeDetections`). The owner's own detections stand behind ours.
 *
 * @throws DuplicateDetectionError where two detections share an id
 */
export function buildCatalogue(settings: CatalogueSettings = DEFAULT_SETTINGS): readonly Detection[] {
  const ours = Object.values(FAMILIES).flatMap((family) => withWiderFilters(family, settings));
  const { custom } = settings;
  const detections =
    custom === undefined ? ours : [...applyChanges(ours, custom.changes), ...custom.detections];
  const ids = new Set<string>();
  for (const { id } of detections) {
    if (ids.has(id)) {
      throw new DuplicateDetectionError(id);
    }
    ids.add(id);
  }
  return detections;
}

/** The name of the family that holds somebody's own detections. */
export const CUSTOM_FAMILY = 'custom';

/** The detections of a catalogue by family, in reading order; somebody's own are a family of their own. */
export function familiesOf(
  catalogue: readonly Detection[],
  settings: CatalogueSettings,
): readonly { readonly family: string; readonly detections: readonly Detection[] }[] {
  const families = Object.entries(FAMILIES).map(([family, build]) => {
    const ids = new Set(build(settings).map(({ id }) => id));
    return { family, detections: catalogue.filter(({ id }) => ids.has(id)) };
  });
  const ours = new Set(families.flatMap(({ detections }) => detections.map(({ id }) => id)));
  const own = catalogue.filter(({ id }) => !ours.has(id));
  return own.length === 0 ? families : [...families, { family: CUSTOM_FAMILY, detections: own }];
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
