import { z } from 'zod';
import {
  type GivenThresholds,
  THRESHOLD_NAMES,
  THRESHOLDS,
  thresholdsProblem,
} from '../analysis/ssh/thresholds';

/** Thresholds by name, each within its range: what settings files, CDK context and the described deployment hold. */
export const thresholdsSchema: z.ZodType<GivenThresholds> = z.custom<GivenThresholds>(
  (given) => thresholdsProblem(given) === undefined,
);

/** `burstConnections: connections of one source within two minutes (5, from 3 to 1000)`, one after the other. */
export function describeThresholdMeanings(): string {
  return THRESHOLD_NAMES.map((name) => {
    const { about, standard, least, most } = THRESHOLDS[name];
    return `\`${name}\`, ${about}: ${standard} (${least} to ${most})`;
  }).join('; ');
}
