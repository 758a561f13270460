import { type Episode, findEpisodes, type Sighting } from './episodes';

/** A span of time, and how many different things in it make a scan. */
export interface Horizon {
  readonly name: 'five minutes' | 'an hour' | 'a day';
  readonly seconds: number;
  readonly threshold: number;
}

export interface HorizonEpisode<T> extends Episode<T> {
  readonly horizon: Horizon;
}

const HOUR = 3_600;

/** A slow scanner pauses for hours: half a day of nothing ends it. */
const PATIENT_QUIET_SECONDS = 12 * HOUR;

/**
 * Finds scans in minutes, then in an hour, then in a day: a longer horizon, which asks for more, is asked where the
 * shorter ones saw nothing. Horizons are in ascending order; sightings in time order.
 */
export function findScans<T>(
  sightings: readonly Sighting<T>[],
  horizons: readonly Horizon[],
  quietSeconds: number,
): HorizonEpisode<T>[] {
  for (const horizon of horizons) {
    if (sightings.length < horizon.threshold) return [];
    const quiet = horizon.seconds > HOUR ? PATIENT_QUIET_SECONDS : quietSeconds;
    const episodes = findEpisodes(sightings, horizon.seconds, horizon.threshold, quiet);
    if (episodes.length > 0) return episodes.map((episode) => ({ ...episode, horizon }));
  }
  return [];
}
