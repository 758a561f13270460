import { SEVERITIES } from '../../analysis/finding';
import type { Detection } from '../../detections/detection';
import { messageOf } from '../../records/values/message-of';
import type { Stored } from '../state/state-table';
import { type AlarmItem, readAlarmItem } from './alarm-item';
import type { AlarmTeller } from './alarm-teller';
import { EARLY_KIND, type EarlyItem } from './early-item';
import type { FetchedRecord, FetchedRecords, SeenFlood } from './fetch-records';
import { principalOf } from './principal';
import { ALARM_KIND } from './remember-alarm';

/** An alarm that was red lately, and the records behind it as far as they were read. */
export interface OpenAlarm {
  readonly stored: Stored<AlarmItem>;
  readonly detection: Detection;
  readonly records: readonly FetchedRecord[];
  readonly floods: readonly SeenFlood[];
  /** Why the records could not be read. */
  readonly failure: string | undefined;
  /** As in its item: where this run's searches came to no end. */
  readonly readUntil: readonly number[];
  /** Goes on with these searches until a deadline (epoch milliseconds); absent where all was read. */
  readonly readOn?: (deadline: number) => Promise<OpenAlarm>;
}

/** CloudTrail delivers within five minutes on average, and sometimes a good deal later. */
export const DELIVERY_SECONDS = 15 * 60;
/** What is delivered while the alarm is red may have happened so long before. */
const LATE_SECONDS = 3 * 3_600;
/** The clocks of the trail's writer and of this function may differ by so much. */
const CLOCK_SECONDS = 5 * 60;

/** The alarms that may have something to tell, worst severity first, then the oldest. */
export async function openAlarms({ state, detections }: AlarmTeller): Promise<readonly OpenAlarm[]> {
  const open: OpenAlarm[] = [];
  for (const { body, ...known } of await state.list<AlarmItem>(ALARM_KIND)) {
    const item = readAlarmItem(body);
    const detection = detections.get(item.detection);
    if (item.isClosed || detection === undefined) continue;
    const stored = { ...known, body: item };
    open.push({ stored, detection, records: [], floods: [], failure: undefined, readUntil: [] });
  }
  return open.sort(worstFirst);
}

export function worstFirst(one: OpenAlarm, other: OpenAlarm): number {
  return (
    SEVERITIES.indexOf(other.detection.severity) - SEVERITIES.indexOf(one.detection.severity) ||
    one.stored.body.raisedAt - other.stored.body.raisedAt
  );
}

/** The alarms with the records that came ahead of them: these are at hand without asking the log group. */
export async function withEarlyRecords(
  open: readonly OpenAlarm[],
  { state }: AlarmTeller,
): Promise<readonly OpenAlarm[]> {
  const early = await state.list<EarlyItem>(EARLY_KIND);
  return open.map((alarm) => {
    const { body } = alarm.stored;
    const own = early.filter((item) => item.body.detection === body.detection);
    const records = new Map<string, FetchedRecord>();
    for (const record of [...body.early, ...own.flatMap((item) => item.body.records)]) {
      records.set(recordKey(record), record);
    }
    return { ...alarm, records: [...records.values()] };
  });
}

/**
 * The alarm with the records behind it, as far as they can be read until the deadline (epoch milliseconds). A search
 * that the last run came to no end of is gone on with; the one after it begins anew, for what came late.
 */
export async function readAlarm(alarm: OpenAlarm, teller: AlarmTeller, deadline: number): Promise<OpenAlarm> {
  const { detection, stored } = alarm;
  const { raisedAt, changedAt, isRed, floods: known, readUntil: before } = stored.body;
  const lookedBack = detection.alarm === undefined ? 600 : lookBackSeconds(detection.alarm);
  const from = raisedAt - lookedBack - DELIVERY_SECONDS;
  const until = Math.floor(isRed ? teller.now() + CLOCK_SECONDS : Math.min(teller.now(), changedAt));
  const window = { from, until, lateFrom: from - LATE_SECONDS };
  const options = {
    floods: known.map(({ principal }) => principal),
    deadline,
    now: () => teller.now() * 1000,
  };
  const fetched: FetchedRecords[] = [];
  try {
    for (const [index, pattern] of patternsOf(detection, teller.detections).entries()) {
      fetched.push(await teller.fetch(pattern, window, { ...options, startAt: before[index] ?? 0 }));
    }
    return withRecords(alarm, fetched, teller);
  } catch (error) {
    teller.onUnreadable(detection.id, error);
    return { ...alarm, failure: messageOf(error), readUntil: before };
  }
}

function withRecords(alarm: OpenAlarm, fetched: readonly FetchedRecords[], teller: AlarmTeller): OpenAlarm {
  const records = new Map<string, FetchedRecord>();
  const floods = new Map<string, SeenFlood>();
  for (const each of fetched) {
    if (each.failure !== undefined) teller.onUnreadable(alarm.detection.id, each.failure);
    for (const record of each.records) records.set(recordKey(record), record);
    for (const flood of each.floods) floods.set(flood.principal, flood);
  }
  const { readOn: _, ...before } = alarm;
  const read: OpenAlarm = {
    ...before,
    records: [...records.values()],
    floods: [...floods.values()],
    readUntil: fetched.map(({ readUntil = 0 }) => readUntil),
  };
  if (fetched.every(({ goOn }) => goOn === undefined)) return read;
  const readOn = async (deadline: number): Promise<OpenAlarm> => {
    const further: FetchedRecords[] = [];
    try {
      for (const each of fetched) further.push((await each.goOn?.(deadline)) ?? each);
    } catch (error) {
      // What was read before is told; the next run reads on from there.
      teller.onUnreadable(alarm.detection.id, error);
      return read;
    }
    return withRecords(read, further, teller);
  };
  return { ...read, readOn };
}

/** Whoever can write to the log group can write somebody else's record with the id of one of his own, to hide it. */
function recordKey({ id, record }: FetchedRecord): string {
  return `${principalOf(record)} ${id}`;
}

function lookBackSeconds(alarm: NonNullable<Detection['alarm']>): number {
  return alarm.periodMinutes * alarm.evaluationPeriods * 60;
}

/** A composite alarm stands for the records behind its children. */
export function patternsOf(
  { detector }: Detection,
  detections: ReadonlyMap<string, Detection>,
): readonly string[] {
  if (detector.kind === 'filter') return [detector.pattern];
  if (detector.kind !== 'composite') return [];
  return detector.of.flatMap((id) => {
    const child = detections.get(id);
    return child === undefined ? [] : patternsOf(child, detections);
  });
}
