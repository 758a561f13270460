import { SEVERITIES } from '../../analysis/finding';
import { type Run, tellActor } from './actor-story';
import { Actors } from './actors';
import type { AlarmTeller } from './alarm-teller';
import { dropEarly } from './early-item';
import { closeAlarms, endedActors, tellEnd } from './end-stories';
import { tellFloods } from './flood-stories';
import { type Attempt, type Failure, noteFailures } from './note-failures';
import { type OpenAlarm, openAlarms, readAlarm, withEarlyRecords, worstFirst } from './open-alarms';
import { bareId, sortRecords, type Unsent, type UnsentRecords } from './unsent-records';
import { updateAlarm } from './update-alarm';

/**
 * When a run begins nothing new, in seconds from its beginning: it must be over before the next minute's run, which
 * otherwise finds the lock taken and leaves a whole minute unused.
 */
const RUN_SECONDS = 45;
/** Of whatever time a run has, this is for reading; to read all and to tell nothing would help nobody. */
const READ_SHARE = 25 / 45;
/** What is left of the function's time when nothing new is begun. */
const RESERVE_SECONDS = 15;
/** An alarm on records whose records are not delivered to the log group's search yet is given two minutes. */
const INDEXING_SECONDS = 120;

/**
 * Tells everything about the open alarms that was not told yet, one message for each actor, worst severity first.
 * First what is at hand (records that came ahead of their alarms), then what the log group has, then how large floods
 * are, then what is over. Each step is taken by itself: what fails is named and tried again by the next run, and
 * stops nobody else's message. Runs when an alarm changes and every minute, one run at a time.
 *
 * @returns how many messages were published
 * @throws TellingError when something failed, after all the rest was done
 */
export async function tellAlarms(teller: AlarmTeller): Promise<number> {
  const began = teller.now();
  const stops = Math.min(began + RUN_SECONDS, teller.until / 1000 - RESERVE_SECONDS);
  const readUntil = began + (stops - began) * READ_SHARE;
  const failures: Failure[] = [];
  const open = await openAlarms(teller);
  const items = new Map(open.map(({ stored }) => [stored.id, stored]));
  const run: Run = { items, actors: new Actors(teller.state), teller };
  const attempt: Attempt = async (what, action) => {
    try {
      return await action();
    } catch (error) {
      failures.push({ what, error });
      return undefined;
    }
  };
  let published = 0;
  const told = new Set<string>();
  const tellAll = async (unsent: ReadonlyMap<string, UnsentRecords>) => {
    for (const [actor, records] of inOrder(unsent)) {
      told.add(actor);
      if (teller.now() >= stops) continue;
      published += (await attempt(actor, () => tellActor(actor, records, run))) ?? 0;
    }
  };

  const early = (await attempt('records ahead of alarms', () => withEarlyRecords(open, teller))) ?? [];
  await tellAll(await unsentOf(early, run, attempt));
  for (const alarm of early) await attempt('records ahead of alarms', () => forgetEarly(alarm, run));

  const read: OpenAlarm[] = [];
  for (const [index, alarm] of open.entries()) {
    // A fair share of what is left: the alarms that need less leave it to the others.
    const share = Math.max(0, readUntil - teller.now()) / (open.length - index);
    read.push(await readAlarm(alarm, teller, (teller.now() + share) * 1000));
  }
  // The share of the worst was the smallest: what the others left is theirs. A search may begin with pages that are
  // empty, and begun anew by the next run it would come as far and no further.
  for (const [index, alarm] of read.entries()) {
    if (alarm.readOn === undefined || teller.now() >= readUntil) continue;
    read[index] = await alarm.readOn(readUntil * 1000);
  }
  for (const alarm of read) await attempt(alarm.detection.id, () => rememberReading(alarm, run));
  await tellAll(await unsentOf(read, run, attempt, began));
  published += await tellFloods(read, run, stops, attempt, told);
  for (const [actor, own] of endedActors(run)) {
    if (told.has(actor) || teller.now() >= stops) continue;
    published += (await attempt(`the end of ${actor}`, () => tellEnd(actor, own, run))) ?? 0;
  }
  await attempt('closing alarms', () => closeAlarms(run));
  await noteFailures(failures, teller);
  return published;
}

/** What was not sent, by actor; `bareAt` (epoch seconds): alarms that stay without records by then are told bare. */
async function unsentOf(
  alarms: readonly OpenAlarm[],
  run: Run,
  attempt: Attempt,
  bareAt?: number,
): Promise<ReadonlyMap<string, UnsentRecords>> {
  const unsent = new Map<string, Map<OpenAlarm, Unsent>>();
  const silent: OpenAlarm[] = [];
  for (const alarm of alarms) {
    const { detection, stored, records } = alarm;
    const sorted = await attempt(detection.id, () => sortRecords(alarm, run.actors, run.teller));
    if (sorted === undefined) continue;
    for (const [actor, own] of sorted.byActor) {
      const known = unsent.get(actor) ?? new Map<OpenAlarm, Unsent>();
      unsent.set(actor, known.set(alarm, { records: own }));
    }
    const isKnown = sorted.suppressed.length > 0 || run.teller.isSuppressed(detection.id, undefined);
    if (isKnown && records.length > 0 && !stored.body.wasSentWithoutRecords) {
      await attempt(detection.id, () =>
        updateAlarm(run.items, stored.id, run.teller, (item) => ({ ...item, wasSentWithoutRecords: true })),
      );
    }
    const isSilent = sorted.byActor.size === 0 && alarm.floods.length === 0 && isUntold(alarm);
    if (bareAt !== undefined && isSilent && !isKnown && !mayStillCome(alarm, bareAt)) silent.push(alarm);
  }
  for (const alarm of withoutRecords(silent, alarms)) {
    unsent.set(bareId(alarm.stored.body), new Map([[alarm, { records: [] }]]));
  }
  return unsent;
}

/**
 * Of the alarms that no record was found for, those to be told all the same. Detections that share an alarm are silent
 * where another one set it off: only when none of them has a record, one message says so.
 */
function withoutRecords(silent: readonly OpenAlarm[], alarms: readonly OpenAlarm[]): readonly OpenAlarm[] {
  const groups = new Set<string>();
  return silent.filter((alarm) => {
    const { group, changedAt } = alarm.stored.body;
    if (group === undefined) return true;
    const others = alarms.filter(
      ({ stored: { body } }) => body.group === group && body.changedAt === changedAt,
    );
    const id = `${group} ${changedAt}`;
    if (groups.has(id) || !others.every((other) => silent.includes(other))) return false;
    groups.add(id);
    return true;
  });
}

function isUntold({ stored: { body } }: OpenAlarm): boolean {
  return body.count === 0 && body.floods.length === 0 && !body.wasSentWithoutRecords;
}

function mayStillCome({ detection, failure, stored }: OpenAlarm, now: number): boolean {
  const hasRecords = detection.detector.kind === 'filter' || detection.detector.kind === 'composite';
  return hasRecords && failure === undefined && now < stored.body.raisedAt + INDEXING_SECONDS;
}

/** Worst severity first, then whose oldest record has waited longest; without records, since the alarm is red. */
function inOrder(unsent: ReadonlyMap<string, UnsentRecords>): readonly (readonly [string, UnsentRecords])[] {
  const ranked = [...unsent].map((entry) => {
    const [, records] = entry;
    const worst = [...records.keys()].sort(worstFirst)[0] as OpenAlarm;
    const times = [...records.values()].flatMap((own) =>
      own.records.map(({ record }) => Date.parse(record.eventTime) / 1000),
    );
    const since = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
    return { entry, worst, since: Number.isFinite(since) ? since : worst.stored.body.raisedAt };
  });
  return ranked
    .sort(
      (one, other) =>
        SEVERITIES.indexOf(other.worst.detection.severity) -
          SEVERITIES.indexOf(one.worst.detection.severity) || one.since - other.since,
    )
    .map(({ entry }) => entry);
}

/** Writes down where a search came to no end, or that one which was gone on with did. */
async function rememberReading({ stored, readUntil }: OpenAlarm, { items, teller }: Run): Promise<void> {
  const isOpen = (places: readonly number[]) => places.some((place) => place > 0);
  if (!isOpen(readUntil) && !isOpen(stored.body.readUntil)) return;
  await updateAlarm(items, stored.id, teller, (item) => ({ ...item, readUntil }));
}

/** Records that came ahead need not be kept once they were sent, or somebody answers for them. */
async function forgetEarly(alarm: OpenAlarm, { actors, teller }: Run): Promise<void> {
  if (alarm.records.length === 0) return;
  const { sent, suppressed } = await sortRecords(alarm, actors, teller);
  await dropEarly(teller.state, alarm.detection.id, [...sent, ...suppressed], teller.now());
}
