import { type Finding, SEVERITIES } from '../../analysis/finding';
import { Baseline, type SeenSpan } from '../../analysis/trail/baseline';
import type { RunningRule } from '../../analysis/trail/compile-rules';
import type { DaysSeen } from '../../analysis/trail/days-seen';
import { handedOn, MOST_HOPS } from '../../analysis/trail/follow-roles';
import { judgeKey } from '../../analysis/trail/judge-key';
import { horizonSeconds, keepingOf } from '../../analysis/trail/keeping';
import { KeySightings } from '../../analysis/trail/key-sightings';
import { inTime, type Sighting } from '../../analysis/trail/sighting';
import { tellSightings } from '../../analysis/trail/tell-sightings';
import type { TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import { ownEntry } from '../../records/values/own-entry';
import { boundedKey } from '../state/bounded-key';
import { pauseBefore } from '../state/pause';
import { ReadAhead } from '../state/read-ahead';
import type { ItemKey } from '../state/state-table';
import { asTold, type ToldCase } from './as-told';
import { contention, ROUNDS } from './contention';
import { keptSightings } from './kept-sightings';
import { keptValues } from './kept-values';
import type { Memory } from './memory';
import { rememberDays } from './remember-days';
import { type TurnsTaken, takeTurns } from './take-turns';

/** What was read of it ahead is given out once. */
type MemoryAhead = Omit<Memory, 'state'> & { readonly state: ReadAhead };

/** A value that keeps coming is written down once in this time. */
const NOTED_SECONDS = 86_400;
const DAY = 86_400;
const KEPT_SECONDS = 2 * DAY;

interface SightingsItem {
  readonly sightings: readonly Sighting[];
  /** Cases of several actors that were told, and about whom: a record that comes late must not make another's of it. */
  readonly told?: readonly ToldCase[];
}

interface BaselineItem {
  readonly values: Readonly<Record<string, readonly SeenSpan[]>>;
}

/**
 * Takes what a batch has shown into what is known, key by key, and judges what is then known. A batch that comes
 * again, late or beside itself changes nothing: what is remembered is a union.
 *
 * Each principal's first key of each rule is taken before anybody's second one, and then by the severity of the rule,
 * so that a flood of names hides nobody. What fails by itself is tried again with the whole batch, after the rest was told;
 * what there is no time for is counted and named, and is the next try's.
 */
export async function rememberAndJudge(
  analyzer: TrailAnalyzer,
  until: number,
  memory: Memory,
): Promise<TurnsTaken> {
  const days = await rememberDays(analyzer.days, memory);
  const state = new ReadAhead(memory.state);
  const ahead = { ...memory, state };
  const turns = analyzer.running.flatMap((running) => {
    const { id: rule, severity } = running.named;
    const about = { rule, gravity: SEVERITIES.indexOf(severity) };
    return running.baseline === undefined
      ? ranked([...running.book.entries()]).map(({ key, rank, fresh }) => ({
          ...about,
          key,
          rank,
          item: itemOf(rule, key),
          run: () => remember(running, key, fresh, until, ahead),
        }))
      : ranked([...running.baseline.entries()]).map(({ key, rank, fresh }) => ({
          ...about,
          key,
          rank,
          item: itemOf(rule, key),
          run: () => learn(running, key, fresh, days, until, ahead),
        }));
  });
  const inOrder = turns.sort(
    (one, other) =>
      Number(one.rank > 0) - Number(other.rank > 0) || other.gravity - one.gravity || one.rank - other.rank,
  );
  return await takeTurns(inOrder, ahead);
}

/** Keys with how many others of their principal come before them: names of sessions are free to choose. */
function ranked<T>(
  entries: readonly (readonly [string, T])[],
): readonly { readonly key: string; readonly rank: number; readonly fresh: T }[] {
  const seen = new Map<string, number>();
  return entries.map(([key, fresh]) => {
    const principal = key.replace(/(:assumed-role\/[^/\s]+).*$/s, '$1');
    const rank = seen.get(principal) ?? 0;
    seen.set(principal, rank + 1);
    return { key, rank, fresh };
  });
}

/** @param hops roles that were followed until here */
async function remember(
  running: RunningRule,
  name: string,
  fresh: KeySightings,
  until: number,
  memory: MemoryAhead,
  hops = 0,
): Promise<readonly Finding[]> {
  const { named } = running;
  const { state, onLeftOut, now } = memory;
  const kind = kindOf(named.id);
  const key = boundedKey(name);
  const horizon = horizonSeconds(named.rule);
  for (let round = 0; round < ROUNDS; round += 1) {
    await pauseBefore(round);
    const known = await state.get<SightingsItem>(kind, key);
    const merged = new KeySightings(keepingOf(named.rule));
    for (const sighting of known?.body.sightings ?? []) merged.add(sighting);
    const before = JSON.stringify(merged.sorted());
    merged.merge(fresh);
    const all = merged.sorted();
    const { kept: sightings, leftOut: left } = keptSightings(named.rule, all);
    const latest = sightings.at(-1)?.at ?? until;
    const isNew = known === undefined || JSON.stringify(sightings) !== before;
    const expiration = Math.max(latest, now()) + horizon + KEPT_SECONDS;
    const { findings, told } = asTold(known?.body.told, judgeKey(named.rule, sightings), (found, about) =>
      tellSightings(named, found, until, about),
    );
    const others = told.filter(({ source }) => source !== key);
    const body: SightingsItem = { sightings, ...(others.length > 0 && { told: others }) };
    if (isNew && !(await state.put(kind, key, body, known?.version ?? 0, expiration))) continue;
    if (left > 0) onLeftOut(named.id, left);
    return [...findings, ...(await followed(running, name, sightings, until, memory, hops))];
  }
  throw contention(named.id, key);
}

/** The same for the sessions of roles that the actor took on, to which what was seen of it belongs as well. */
async function followed(
  running: RunningRule,
  name: string,
  sightings: readonly Sighting[],
  until: number,
  memory: MemoryAhead,
  hops: number,
): Promise<readonly Finding[]> {
  const { rule } = running.named;
  if (rule.kind !== 'chain' || rule.followsRoles !== true || hops >= MOST_HOPS) return [];
  const findings: Finding[] = [];
  for (const [session, handed] of handedOn(rule, sightings)) {
    if (session === name) continue;
    const fresh = new KeySightings(keepingOf(rule));
    for (const sighting of handed) fresh.add(sighting);
    findings.push(...(await remember(running, session, fresh, until, memory, hops + 1)));
  }
  return findings;
}

async function learn(
  { named }: RunningRule,
  name: string,
  fresh: ReadonlyMap<string, readonly SeenSpan[]>,
  days: DaysSeen,
  until: number,
  { state, learningDays, onLeftOut, now }: MemoryAhead,
): Promise<readonly Finding[]> {
  if (named.rule.kind !== 'first-time') return [];
  const kind = kindOf(named.id);
  const key = boundedKey(name);
  for (let round = 0; round < ROUNDS; round += 1) {
    await pauseBefore(round);
    const known = await state.get<BaselineItem>(kind, key);
    const values = Object.entries(known?.body.values ?? {});
    if (isKnown(known?.body, fresh)) return [];
    const baseline = new Baseline(named.rule);
    for (const [value, spans] of [...values, ...fresh]) {
      for (const span of spans) baseline.addSpan(key, value, { ...span });
    }
    const [, merged] = [...baseline.entries()][0] ?? [key, new Map()];
    const { kept, leftOut } = keptValues(named.rule, merged);
    const body: BaselineItem = { values: Object.fromEntries(kept) };
    const expiration = Math.max(until, now()) + ((named.rule.expiresDays ?? 90) + learningDays) * DAY;
    if (!(await state.put(kind, key, body, known?.version ?? 0, expiration))) continue;
    const { found, untold } = baseline.judge(days, learningDays);
    if (leftOut + untold > 0) onLeftOut(named.id, leftOut + untold);
    const isFresh = ({ id }: Sighting) =>
      [...fresh.values()].some((spans) => spans.some(({ first }) => first.id === id));
    return found
      .filter(({ counted }) => counted.some(isFresh))
      .map((found) => tellSightings(named, found, until));
  }
  throw contention(named.id, key);
}

/** Is nothing new in it: every value known since before, and noted not long ago? */
function isKnown(item: BaselineItem | undefined, fresh: ReadonlyMap<string, readonly SeenSpan[]>): boolean {
  return [...fresh].every(([value, spans]) => {
    const held = ownEntry(item?.values ?? {}, value);
    return spans.every((span) =>
      held?.some(
        ({ first, to }) =>
          inTime(first, span.first) < 0 &&
          span.to <= to + NOTED_SECONDS &&
          span.first.at <= to + NOTED_SECONDS,
      ),
    );
  });
}

function itemOf(rule: string, key: string): ItemKey {
  return { kind: kindOf(rule), id: boundedKey(key) };
}

function kindOf(rule: string): string {
  return `trail/${rule}`;
}
