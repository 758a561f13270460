import { spanInWords } from '../in-words';
import { type Episode, findEpisodes, type Sighting } from './stories/episodes';
import { FLOW_WINDOWS, type FlowWindows } from './windows';

/** A span of time, and how many different things in it make a scan. */
export interface Horizon {
  /** As prose has it: `five minutes`, `an hour`, `a day`. */
  readonly name: string;
  readonly seconds: number;
  readonly threshold: number;
}

export interface HorizonEpisode<T> extends Episode<T> {
  readonly horizon: Horizon;
}

const HOUR = 3_600;

/**
 * Horizons of a scan over addresses. Six targets, more than five that did not talk, are Slips' scan, since a fleet of a few
 * tasks has no more to offer. Zeek and SSHCure call it one at 25 targets in five minutes; a slow one has as many in an
 * hour, or twice as many in a day.
 */
export function addressHorizons(
  detection: 'ssh-horizontal-scan' | 'address-scan',
  { targets, targetsPerHour }: { readonly targets: number; readonly targetsPerHour: number },
): readonly Horizon[] {
  return [
    horizon(detection, targets),
    horizon(`${detection}: slow`, targetsPerHour),
    horizon(`${detection}: slowest`, 2 * targetsPerHour),
  ];
}

/**
 * Horizons of a scan over the ports of one target. Ten in an hour (Panther): Zeek's fifteen in five minutes misses the usual
 * lists of a dozen ports, nmap's among them. In a day three times as many, since clients find new ports in time.
 */
export function portHorizons(
  detection: 'port-scan' | 'ssh-vertical-scan',
  ports: number,
): readonly Horizon[] {
  return [horizon(detection, ports), horizon(`${detection}: slow`, 3 * ports)];
}

/** Twice as many in a day where all were refused or silent: no client goes on so, and one port an hour is a scan, too. */
export function refusedPortHorizons(
  detection: 'port-scan' | 'ssh-vertical-scan',
  ports: number,
): readonly Horizon[] {
  return [horizon(`${detection}: slow`, 2 * ports)];
}

function horizon(window: keyof FlowWindows, threshold: number): Horizon {
  const seconds = FLOW_WINDOWS[window];
  return { name: spanInWords(seconds), seconds, threshold };
}

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
