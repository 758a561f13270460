import type { StoryEntry } from './timeline';

/** Alarms that are OK again in the same minute, and have no more to say, make one entry: they are no news. */
export function joinRecoveries(entries: readonly StoryEntry[]): readonly StoryEntry[] {
  const told: StoryEntry[] = [];
  for (const entry of entries) {
    const place = told.findIndex(
      (other) => other.at === entry.at && other.account === entry.account && isRecovery(other),
    );
    const other = told[place];
    if (other === undefined || !isRecovery(entry)) told.push(entry);
    else told[place] = { ...other, detection: `${other.detection}, ${entry.detection}` };
  }
  return told;
}

function isRecovery({ change, details }: StoryEntry): boolean {
  return change === 'OK' && details.length === 0;
}
