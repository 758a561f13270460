import { FILTER_QUOTAS } from '../analysis/filter-pattern';
import { CALL_FAMILIES } from './alarm-families';
import { DuplicateDetectionError, PatternTooLongError, UnknownDetectionError } from './catalogue-errors';
import { type CatalogueSettings, DEFAULT_SETTINGS, type Detection, type DetectionFamily } from './detection';
import { cis } from './families/cis';
import { containers } from './families/containers';
import { networkActivity } from './families/network-activity';
import { ssh } from './families/ssh';
import { nearNames } from './near-names';

/** The families in reading order, by the name of their file: who is in a container, what runs, what is around it. */
export const FAMILIES: { readonly [fileStem: string]: DetectionFamily } = {
  ...CALL_FAMILIES,
  containers,
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
    if ('pattern' in detector && detector.pattern.length > FILTER_QUOTAS.patternCharacters) {
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
