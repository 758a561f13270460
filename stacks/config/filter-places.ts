import { FREE_PLACES } from '../../detections/placement';
import type { Settings } from '../config';

/** Metric filters that the trail's log group takes; none where the trail has a bucket and no log group. */
export function filterPlacesIn(settings: Settings): number {
  const isBucketOnly =
    settings['monitor.trailBucketName'] !== undefined && settings['monitor.trailLogGroupName'] === undefined;
  return isBucketOnly ? 0 : Math.min(settings['monitor.filterPlaces'], FREE_PLACES);
}
