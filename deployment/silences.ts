import { Cron } from 'croner';
import { z } from 'zod';
import { isoTime } from '../analysis/iso-time';
import { formerIdNotes, presentId } from '../detections/former-ids';

/**
 * What keeps people from being told, the same objects in `harborwatch.json` and in CDK context: somebody answers for
 * each of them, and each has an end.
 */

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

/** Epoch milliseconds from which on it is over; a day is over with its last second in UTC. */
export function endOf(expires: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(expires)
    ? Date.parse(`${expires}T00:00:00Z`) + 86_400_000
    : Date.parse(expires);
}

const SCHEDULE =
  'cron(0 20 * * TUE) with five fields, minute to weekday, or at(2026-12-01T20:00); not the six fields of EventBridge';
const CRON = /^cron\((\S+(?: \S+){4})\)$/;
const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2})\)$/;
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

/**
 * Former ids that silences still name, a sentence each.
 *
 * @param given the settings as somebody wrote them, whatever they are
 */
export function formerIdsIn(given: unknown): readonly string[] {
  const { suppressions, muteWindows } = (given ?? {}) as Readonly<Record<string, unknown>>;
  const entries = (list: unknown) =>
    Array.isArray(list) ? (list as (Readonly<Record<string, unknown>> | null)[]) : [];
  const texts = (values: readonly unknown[]) => values.filter((one) => typeof one === 'string');
  return [
    ...entries(suppressions).flatMap((one, index) =>
      formerIdNotes(`suppressions[${index}]`, texts([one?.['detection']])),
    ),
    ...entries(muteWindows).flatMap((one, index) =>
      formerIdNotes(`muteWindows[${index}]`, texts([one?.['detections']].flat())),
    ),
  ];
}

export type MuteWindow = z.output<typeof muteWindow>;

function isSchedule(schedule: string): boolean {
  const at = AT.exec(schedule)?.[1];
  if (at !== undefined) return !Number.isNaN(Date.parse(`${at}:00Z`));
  const fields = CRON.exec(schedule)?.[1];
  if (fields === undefined) return false;
  try {
    new Cron(fields, { paused: true });
    return true;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  // Node takes offsets such as +02:00, too; CloudWatch takes names.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** `PT2H` in minutes; undefined for what is no duration. */
export function durationMinutes(duration: string): number | undefined {
  const [matched, days, hours, minutes] =
    /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  if (matched === undefined) return undefined;
  const total = Number(days ?? 0) * 1_440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return total === 0 ? undefined : total;
}

/** Does the moment, epoch seconds, lie in the window? */
export function isMuted({ schedule, duration, timezone, expires }: MuteWindow, at: number): boolean {
  if (at * 1_000 >= endOf(expires)) return false;
  const seconds = (durationMinutes(duration) ?? 0) * 60;
  const once = AT.exec(schedule)?.[1];
  const pattern = once === undefined ? CRON.exec(schedule)?.[1] : `${once}:00`;
  if (pattern === undefined) return false;
  const cron = new Cron(pattern, { timezone, paused: true });
  const begin =
    once === undefined ? cron.nextRun(new Date((at - seconds) * 1_000)) : cron.nextRun(new Date(0));
  return begin !== null && begin.getTime() / 1_000 <= at && begin.getTime() / 1_000 > at - seconds;
}

/** The last minute of a window as CloudWatch wants it, in the window's own time. */
export function expireDateOf({ expires, timezone }: MuteWindow): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(expires)) return `${expires}T23:59`;
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(expires));
  return parts.replace(' ', 'T');
}
