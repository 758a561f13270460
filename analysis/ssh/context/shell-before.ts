import { SEVERITIES, type Severity } from '../../finding';
import type { SshActivity } from '../activity';
import type { StoryFacts } from '../stories/story';
import { FLOW_WINDOWS } from '../windows';
import type { TaskShell } from './known-events';

/** What a task sends within so long of a shell in it may come of the shell. */
export const SHELL_WINDOW_SECONDS = FLOW_WINDOWS['shell before'];

/**
 * A story about what a task sends, joined with the shell that somebody had in the task: who opened it last before or
 * while the task sent. A hand at the keyboard makes it one severity worse, and surer; the story stays the same one.
 */
export function afterShell(facts: StoryFacts, task: string | undefined, activity: SshActivity): StoryFacts {
  const shell = task === undefined ? undefined : shellBefore(facts, task, activity);
  if (shell === undefined) return facts;
  const at = new Date(shell.at * 1000).toISOString().replace('.000', '');
  return {
    ...facts,
    severity: oneWorse(facts.severity),
    confidence: Math.max(facts.confidence, 0.9),
    summary: `${facts.summary}; ${shell.by} opened a shell in it at ${at}`,
    evidence: { ...facts.evidence, execBy: shell.actor, execAt: at, execEventId: shell.eventId },
  };
}

function shellBefore(facts: StoryFacts, task: string, { shells }: SshActivity): TaskShell | undefined {
  const firstSeen = facts.times[0] ?? facts.reachedAt;
  return [...shells.values()]
    .filter((shell) => shell.task === task)
    .filter(({ at }) => at <= facts.lastSeen && at >= firstSeen - SHELL_WINDOW_SECONDS)
    .sort((one, other) => other.at - one.at || (one.eventId < other.eventId ? -1 : 1))[0];
}

/** The next severity, or the worst. */
export function oneWorse(severity: Severity): Severity {
  return SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? severity;
}
