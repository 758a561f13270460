import { Cron } from 'croner';
import { formerIdNotes } from '../detections/former-ids';

/**
 * What keeps people from being told, the same objects in `harborwatch.json` and in CDK context: somebody answers for
 * each of them, and each has an end.
 */

/** A planned time in which alarms stay quiet, as `silence-schemas.ts` checks it. */
export interface MuteWindow {
  readonly name: string;
  /** Ids of detections. */
  readonly detections: readonly string[];
  /** `cron(…)` of five fields, or `at(…)`. */
  readonly schedule: string;
  /** A span of ISO 8601. */
  readonly duration: string;
  readonly timezone: string;
  readonly owner: string;
  readonly reason: string;
  /** A day or a moment. */
  readonly expires: string;
}

const CRON = /^cron\((\S+(?: \S+){4})\)$/;
const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2})\)$/;

/** Epoch milliseconds from which on it is over; a day is over with its last second in UTC. */
export function endOf(expires: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(expires)
    ? Date.parse(`${expires}T00:00:00Z`) + 86_400_000
    : Date.parse(expires);
}

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

/** Is it a time or a repetition that a window can begin at? */
export function isSchedule(schedule: string): boolean {
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

export function isTimeZone(name: string): boolean {
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
