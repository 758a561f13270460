import type { StoryEntry } from './timeline';

/** Alarms that are OK again in the same minute, and have no more to say, make one entry: they are no news. */
export function joinRecoveries(entries: readonly StoryEntry[]): readonly StoryEntry[] {
  const told: StoryEntry[] = [];
  /** Where the recovery of a minute and an account is told. */
  const places = new Map<string, number>();
  for (const entry of entries) {
    const minute = `${entry.at} ${entry.account}`;
    const place = isRecovery(entry) ? places.get(minute) : undefined;
    const other = place === undefined ? undefined : told[place];
    if (place !== undefined && other !== undefined) {
      told[place] = { ...other, detection: `${other.detection}, ${entry.detection}` };
      continue;
    }
    if (isRecovery(entry)) places.set(minute, told.length);
    told.push(entry);
  }
  return told;
}

function isRecovery({ change, details }: StoryEntry): boolean {
  return change === 'OK' && details.length === 0;
}
