import { nearNames } from '../detections/near-names';

/** The name that somebody may have meant by what was typed; undefined when none is near. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  return nearNames(typed, names)[0];
}
