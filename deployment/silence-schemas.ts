import { z } from 'zod';
import { isoTime } from '../analysis/iso-time';
import { presentId } from '../detections/former-ids';
import { durationMinutes, endOf, isSchedule, isTimeZone } from './silences';

const ROLE_ARN = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const text = (allowed: string) => z.string(allowed).min(1, allowed);
/** A renamed detection stays silenced: by whatever id it is named, the present one is meant. */
const detection = text('the id of a detection').transform(presentId);
const owner = text('who answers for it');
const reason = text('why, in a line of text');

/** A day, which ends with it, or a moment; never what is over. */
const END = 'a day such as 2026-12-31, or a moment such as 2026-12-31T18:00:00Z';
const end = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], END)
  .refine(
    (value) => endOf(value) > Date.now(),
    'a day or a moment to come: it is over, so take the entry out',
  );

const SCHEDULE =
  'cron(0 20 * * TUE) with five fields, minute to weekday, or at(2026-12-01T20:00); not the six fields of EventBridge';
const DURATION = 'a span of ISO 8601 such as PT2H, PT30M or P1D, from a minute to fifteen days';
/** What CloudWatch takes (CreateAlarmMuteRule reference). */
const MOST_MINUTES = 15 * 1_440;

/**
 * Alarms that stay quiet at planned times, such as a deployment: CloudWatch mutes their actions, and says them when
 * the window ends and the alarm is still red.
 */
export const muteWindow = z.strictObject(
  {
    name: z
      .string('a lower-case name of 2 to 30 letters, digits and hyphens')
      .regex(/^[a-z][a-z0-9-]{1,29}$/, 'a lower-case name of 2 to 30 letters, digits and hyphens'),
    /** Ids of detections. */
    detections: z
      .array(detection, 'a list of ids of detections')
      .min(1, 'a list of ids of detections')
      .transform((ids) => [...new Set(ids)]),
    schedule: z.string(SCHEDULE).refine(isSchedule, SCHEDULE),
    duration: z.string(DURATION).refine((value) => {
      const minutes = durationMinutes(value);
      return minutes !== undefined && minutes >= 1 && minutes <= MOST_MINUTES;
    }, DURATION),
    timezone: z
      .string('the name of a time zone, such as Europe/Berlin')
      .refine(isTimeZone, 'the name of a time zone, such as Europe/Berlin')
      .default('UTC'),
    owner,
    reason,
    expires: end,
  },
  'an object {name, detections, schedule, duration, timezone, owner, reason, expires}',
);

/** A known finding that is told nobody until a date, and then again. */
const givenSuppression = z.strictObject(
  {
    detection,
    /** Exact ARN of the role that does it; absent, whoever does it. */
    role: z
      .string('the ARN of a role, such as arn:aws:iam::111122223333:role/backup')
      .regex(ROLE_ARN, 'the ARN of a role, such as arn:aws:iam::111122223333:role/backup')
      .optional(),
    /** Address the finding is about; absent, any. */
    source: z.union([z.ipv4(), z.ipv6()], 'an IPv4 or IPv6 address').optional(),
    owner,
    reason,
    expires: end,
  },
  'an object {detection, role, source, owner, reason, expires}',
);

/** The same with its end as a moment, which records are compared with. */
export const suppression = givenSuppression.transform((given) => ({
  ...given,
  expires: isoTime(endOf(given.expires) / 1_000),
}));
