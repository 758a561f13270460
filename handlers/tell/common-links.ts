import type { MessageContext } from './message-context';
import type { Link } from './notification';

/** The runbook's heading and the saved question of each detection. */
export function runbookLinks(
  detectionIds: readonly string[],
  { runbookUrl }: MessageContext,
): readonly Link[] {
  if (runbookUrl === undefined) return [];
  return detectionIds.map((id) => ({ label: `Runbook ${id}`, url: `${runbookUrl}#${id}` }));
}

/** How to ask the saved question that investigates a detection; undefined where there is none. */
export function savedQueryCommand(detectionId: string, { queriesFor }: MessageContext): string | undefined {
  const [query] = queriesFor(detectionId);
  return query === undefined ? undefined : `harborwatch query ${query} --on athena --since 24h`;
}
