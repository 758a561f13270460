import type { CatalogueSettings, Detection, DetectionFamily } from '../detection';
import { SERVICE_LINKED_ROLES } from './callers';

/** A role that nobody has: filters are written for it as they are where a deploy role is named. */
const NOBODY = 'arn:aws:iam::000000000000:role/nobody';

/**
 * What pipelines do all day. While nobody has said which role is one, other roles that do it are told at low; people
 * as ever.
 */
const DAILY_WORK: ReadonlySet<string> = new Set([
  'iam-permissions-changed',
  'ecr-image-pushed-by-outsider',
  'ecr-safeguards-weakened',
  'network-path-changed',
  'alarm-silenced',
  'log-settings-changed',
  'lambda-function-changed',
  'analyzer-stopped',
  'notification-path-cut',
  'secret-changed-outside-pipeline',
  'secret-deleted',
]);

/**
 * The detections of a family. Filters on outsiders see people alone while no deploy role is named, since a metric
 * filter cannot tell an intruder's role from a pipeline's: these get a wider form for the trail analyzer, so that no
 * role is overlooked.
 */
export function withWiderFilters(family: DetectionFamily, settings: CatalogueSettings): readonly Detection[] {
  const detections = family(settings);
  const hasFilters = detections.some(({ detector }) => detector.kind === 'filter');
  if (settings.deployRoles.length > 0 || !hasFilters) return detections;
  const asIfNamed = new Map(
    family({ ...settings, deployRoles: [NOBODY] }).map((detection) => [detection.id, detection.detector]),
  );
  return detections.map((detection) => {
    const { id, severity, detector } = detection;
    const wide = asIfNamed.get(id);
    if (detector.kind !== 'filter' || wide?.kind !== 'filter') return detection;
    if (!wide.pattern.includes(SERVICE_LINKED_ROLES)) return detection;
    const wider = { pattern: wide.pattern, severity: DAILY_WORK.has(id) ? ('low' as const) : severity };
    return { ...detection, detector: { ...detector, wider } };
  });
}
