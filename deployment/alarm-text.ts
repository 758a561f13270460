import type { Detection } from '../detections/detection';

/** What CloudWatch takes as an alarm's description. */
export const MOST_DESCRIPTION = 1_024;

/**
 * What people read who meet the alarm itself, in the console or when the function that adds the facts is down:
 * severity, what happened, what it can cost, and where the steps are.
 */
export function alarmText(
  { id, title, severity, runbook }: Pick<Detection, 'id' | 'title' | 'severity' | 'runbook'>,
  runbookUrl: string | undefined,
): string {
  const steps = runbookUrl === undefined ? `npx harborwatch detections ${id}` : `${runbookUrl}#${id}`;
  const head = `[${severity}] ${title}. `;
  const tail = ` Runbook: ${steps}`;
  return (
    head + cut(`${runbook.meaning} ${runbook.impact}`, MOST_DESCRIPTION - head.length - tail.length) + tail
  );
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 3))}...`;
}
