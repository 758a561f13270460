import type { CatalogueSettings, Detection } from '../../detections/detection';

/** A region that no record names: against it, a pattern for foreign regions matches in every region. */
const NOWHERE = 'xx-nowhere-1';

/**
 * The detections whose pattern depends on the home regions, written so that they match in every region.
 *
 * Home regions that nobody names are only known when everything is read. Such a pattern says `… and the region is
 * not a home region`, so it can be counted by region during the one pass, and the home regions dropped after it.
 */
export function regionalDetections(
  build: (settings: CatalogueSettings) => readonly Detection[],
  deployRoles: readonly string[],
): readonly Detection[] {
  const withoutHome = new Map(
    build({ deployRoles, homeRegions: [] }).map((detection) => [detection.id, detection]),
  );
  return build({ deployRoles, homeRegions: [NOWHERE] }).filter(
    (detection) =>
      patternOf(detection) !== undefined && patternOf(detection) !== patternOf(withoutHome.get(detection.id)),
  );
}

function patternOf(detection: Detection | undefined): string | undefined {
  return detection?.detector.kind === 'filter' ? detection.detector.pattern : undefined;
}

/** What is said of regional detections that were left out, in a sentence. */
export function noteOfLeftOut(leftOut: readonly Detection[]): readonly string[] {
  if (leftOut.length === 0) return [];
  const ids = leftOut.map(({ id }) => id).join(', ');
  return [
    `home regions are unknown, since less than an hour of changes in ECS and EC2 says too little; left out: ${ids} (--home-region brings them in)`,
  ];
}
