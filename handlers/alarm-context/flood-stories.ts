import { type Run, tellActor } from './actor-story';
import type { SeenFlood } from './fetch-records';
import type { Attempt } from './note-failures';
import { type OpenAlarm, patternsOf } from './open-alarms';
import { principalId } from './unsent-records';
import { updateAlarm } from './update-alarm';

/** A flood is told again when it has become so many times larger. */
const UPDATE_FACTOR = 10;

/**
 * Counts floods for as long as there is time, and says how large they are: each once, and again when it has become
 * ten times larger. All that is not part of a flood was told before.
 *
 * @param stops when nothing new is begun, epoch seconds
 * @param told takes in the actors that have something to tell
 */
export async function tellFloods(
  read: readonly OpenAlarm[],
  run: Run,
  stops: number,
  attempt: Attempt,
  told: Set<string>,
): Promise<number> {
  let published = 0;
  const floods = read.flatMap((alarm) => floodsOf(alarm, run).map((flood) => ({ alarm, flood })));
  for (const [index, { alarm, flood }] of floods.entries()) {
    const { teller } = run;
    const share = Math.max(0, stops - teller.now()) / (floods.length - index);
    const name = `flood of ${flood.principal}`;
    if (share <= 0) break;
    const counted = (await attempt(name, () => countOn(alarm, flood, run, teller.now() + share))) ?? flood;
    const sent = sentCount(alarm, flood, run);
    const actor = principalId(flood.principal);
    if (isKnownTo(run, alarm)) {
      await attempt(alarm.detection.id, () => rememberCount(alarm, counted, run));
      continue;
    }
    if (sent > 0 && counted.counted < sent * UPDATE_FACTOR) {
      await attempt(name, () => rememberCount(alarm, counted, run));
      continue;
    }
    told.add(actor);
    const unsent = new Map([[alarm, { records: [], flood: counted }]]);
    published += (await attempt(name, () => tellActor(actor, unsent, run))) ?? 0;
  }
  return published;
}

/** What was found now, and what was counted before. */
function floodsOf({ stored, floods }: OpenAlarm, { items }: Run): readonly SeenFlood[] {
  const known = items.get(stored.id)?.body.floods ?? [];
  return [...floods, ...known.map((flood) => ({ ...flood, records: [] }))];
}

function sentCount({ stored }: OpenAlarm, { principal }: SeenFlood, { items }: Run): number {
  const known = items.get(stored.id)?.body.floods.find((flood) => flood.principal === principal);
  return known?.sentCount ?? 0;
}

/** Does somebody answer for whatever sets the alarm off? */
function isKnownTo({ teller }: Run, { detection }: OpenAlarm): boolean {
  return teller.isSuppressed(detection.id, undefined);
}

async function countOn(
  { detection, stored }: OpenAlarm,
  flood: SeenFlood,
  { teller }: Run,
  deadline: number,
): Promise<SeenFlood> {
  const { isRed, changedAt } = stored.body;
  const until = Math.floor(isRed ? teller.now() : Math.min(teller.now(), changedAt));
  const [pattern] = patternsOf(detection, teller.detections);
  if (pattern === undefined) return flood;
  const options = { deadline: deadline * 1000, now: () => teller.now() * 1000 };
  return { ...flood, ...(await teller.countFlood(pattern, flood, until, options)) };
}

async function rememberCount(
  { stored }: OpenAlarm,
  { principal, counted, countedUntil }: SeenFlood,
  { items, teller }: Run,
): Promise<void> {
  const known = items.get(stored.id)?.body.floods.find((flood) => flood.principal === principal);
  if (known?.counted === counted) return;
  await updateAlarm(items, stored.id, teller, (item) => ({
    ...item,
    floods: [
      ...item.floods.filter((flood) => flood.principal !== principal),
      { principal, counted, countedUntil, sentCount: known?.sentCount ?? 0 },
    ],
  }));
}
