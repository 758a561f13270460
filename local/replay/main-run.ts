const FAR_MINUTES = 6 * 60;
const FEW_MINUTES = 10;

/** The minutes in which records belong together, and how many minutes lie astray. */
export interface MainRun {
  /** Epoch minutes, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** Minutes with records before `from` and after `to`. */
  readonly strays: readonly number[];
}

/**
 * Leaves out what lies astray at either end of the records: a clock that was wrong, a test event, a time that somebody
 * chose. A few records (in fewer than ten minutes) that lie more than six hours from all others do not show that the
 * world went on in between, so that a silence could be told from them. Where all records are few, none is astray.
 *
 * @param minutes epoch minutes with records of any kind, ascending
 * @returns undefined for no minutes
 */
export function mainRun(minutes: readonly number[]): MainRun | undefined {
  const runs = runsOf(minutes);
  const isRun = (run: readonly number[]) => run.length >= FEW_MINUTES;
  const first = runs.findIndex(isRun);
  const last = runs.findLastIndex(isRun);
  const kept = first === -1 ? runs.flat() : runs.slice(first, last + 1).flat();
  const [from, to] = [kept[0], kept.at(-1)];
  if (from === undefined || to === undefined) return undefined;
  return { from, to, strays: minutes.filter((minute) => minute < from || minute > to) };
}

/** Minutes that lie no more than six hours from the one before, together. */
function runsOf(minutes: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const minute of minutes) {
    if (minute - last > FAR_MINUTES) runs.push([]);
    runs.at(-1)?.push(minute);
    last = minute;
  }
  return runs;
}
