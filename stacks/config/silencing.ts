import { z } from 'zod';
import { day, deploymentName, moment, roleArn } from './values';

/**
 * Alarms that stay quiet at planned times, such as a deployment: CloudWatch mutes their actions, and says them when
 * the window ends and the alarm is still red.
 */
export const muteWindow = z.strictObject({
  name: deploymentName,
  /** Ids of detections. */
  detections: z
    .array(z.string())
    .min(1)
    .transform((ids) => [...new Set(ids)]),
  /**
   * `cron(0 20 * * TUE)` for what comes again, `at(2026-12-01T20:00)` for once. Five fields, minute to weekday: not the
   * six of EventBridge, which CloudWatch refuses.
   */
  schedule: z.string().regex(/^(?:cron\(\S+(?: \S+){4}\)|at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\))$/),
  /** ISO 8601, `PT2H`. */
  duration: z.string().regex(/^P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?)?$/),
  timezone: z.string().default('UTC'),
  owner: z.string().min(1),
  reason: z.string().min(1),
  /** The last day, `2026-12-31`: nothing is muted for ever. */
  expires: day,
});

/** A known finding that is told nobody until a date, and then again. */
export const suppression = z.strictObject({
  detection: z.string(),
  /** Exact ARN of the role that does it; absent, whoever does it. */
  role: roleArn.optional(),
  /** Address the finding is about; absent, any. */
  source: z.union([z.ipv4(), z.ipv6()]).optional(),
  owner: z.string().min(1),
  reason: z.string().min(1),
  expires: moment,
});

export type MuteWindow = z.infer<typeof muteWindow>;
export type Suppression = z.infer<typeof suppression>;
