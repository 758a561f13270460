import type { GivenSettings } from './settings';

/** Does the trail that is watched deliver to a bucket and to no log group? */
export function hasBucketOnly(settings: GivenSettings): boolean {
  return (
    settings['monitor.trailBucketName'] !== undefined && settings['monitor.trailLogGroupName'] === undefined
  );
}

/** Metric filters that the trail's log group takes, the canary's left out; none where there is no log group. */
export function filterPlacesOf(settings: GivenSettings): number {
  return hasBucketOnly(settings) ? 0 : settings['monitor.filterPlaces'];
}
