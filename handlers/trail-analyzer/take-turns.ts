import { createHash } from 'node:crypto';
import type { Finding } from '../../analysis/finding';
import type { ReadAhead } from '../state/read-ahead';
import type { ItemKey } from '../state/state-table';

/** One key of a rule that an event has something new about. */
export interface Turn {
  readonly rule: string;
  readonly key: string;
  /** What it reads first. */
  readonly item: ItemKey;
  readonly run: () => Promise<readonly Finding[]>;
}

/** What there was no time for: it is told, and the event has to come again. */
export interface Overdue {
  /** How many keys, and of which rule and key the first is. */
  readonly count: number;
  readonly first: Pick<Turn, 'rule' | 'key'>;
  /** How many of each rule. */
  readonly byRule: ReadonlyMap<string, number>;
  /** Lets the next try go on from here: to be called once what was found until here has been told. */
  readonly goOnFromHere: () => Promise<void>;
}

/** What was found about the keys of an event, and what could not be asked of the table. */
export interface TurnsTaken {
  readonly findings: readonly Finding[];
  readonly failures: readonly unknown[];
  readonly overdue: Overdue | undefined;
}

interface ProgressItem {
  /** Turns that were taken, from the first one on. */
  readonly done: number;
}

/** Turns are taken by so many at once. */
const AT_ONCE = 16;
/** An event with fewer turns than this always begins anew: to look where it was left would cost as much. */
const REMEMBERED_FROM = 1_000;
const KIND = 'trail-progress';
/** Longer than an event is tried again; by hand it may come later and then begins anew, which changes nothing. */
const KEPT_SECONDS = 3 * 86_400;

/**
 * Takes turns in order until the deadline (epoch seconds). The same event has the same turns in the same order: when
 * it comes again, it goes on where it was left. What fails by itself is tried again with all that comes after it.
 */
export async function takeTurns(
  turns: readonly Turn[],
  {
    state,
    now,
    deadline,
  }: { readonly state: ReadAhead; readonly now: () => number; readonly deadline: number },
): Promise<TurnsTaken> {
  const findings: Finding[] = [];
  const failures: unknown[] = [];
  const isLong = turns.length >= REMEMBERED_FROM;
  const id = isLong ? nameOf(turns) : '';
  const known = isLong ? await state.get<ProgressItem>(KIND, id) : undefined;
  let from = Math.min(known?.body.done ?? 0, turns.length);
  let failedFrom: number | undefined;
  for (; from < turns.length && now() < deadline; from += AT_ONCE) {
    const taken = turns.slice(from, from + AT_ONCE);
    await state.read(taken.map(({ item }) => item));
    const settled = await Promise.allSettled(taken.map(({ run }) => run()));
    for (const result of settled) {
      if (result.status === 'fulfilled') findings.push(...result.value);
      else {
        failures.push(result.reason);
        failedFrom ??= from;
      }
    }
  }
  const left = turns.slice(from);
  const [first] = left;
  if (first === undefined) return { findings, failures, overdue: undefined };
  const byRule = new Map<string, number>();
  for (const { rule } of left) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  const goOnFromHere = async () => {
    const done = failedFrom ?? from;
    if (isLong) await state.put(KIND, id, { done }, known?.version ?? 0, now() + KEPT_SECONDS);
  };
  return { findings, failures, overdue: { count: left.length, first, byRule, goOnFromHere } };
}

/** The same for the same turns: what an event is called matters less than what it holds. */
function nameOf(turns: readonly Turn[]): string {
  const hash = createHash('sha256');
  for (const { rule, key } of turns) hash.update(`${rule} ${key}\n`);
  return hash.digest('hex').slice(0, 32);
}
