import { counted } from '../../counted';
import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import type { SshActivity } from '../activity';
import { attemptsOf, beginOf, viewOf } from '../connections/conversations';
import { afterShell } from '../context/shell-before';
import { OUTBOUND_SSH_PORTS, type SshPolicy } from '../policy';
import { attemptEvidence, attemptFacts, count } from '../stories/attempt-facts';
import { findStretches } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { type StoryFacts, tellStory } from '../stories/story';

const QUIET_SECONDS = quietSeconds('ssh-outbound-from-task');

/**
 * An ECS task opens SSH connections to somewhere else. A container that serves web pages has no reason to. High;
 * critical where somebody had a shell in it.
 */
export function sshOutboundFromTask(activity: SshActivity, policy: SshPolicy): Finding[] {
  const isSshPort = (port: number) => OUTBOUND_SSH_PORTS.has(port) || policy.sshPorts.includes(port);
  const outbound = viewOf(activity, policy).all.filter(
    ({ pair }) => pair.protocol === 6 && pair.sourceTask !== undefined && isSshPort(pair.port),
  );
  const findings: Finding[] = [];
  for (const [source, conversations] of groupBy(outbound, ({ pair }) => pair.source)) {
    const opened = attemptsOf(conversations, (connection) => connection.opened);
    const task = conversations[0]?.pair.sourceTask;
    for (const episode of findStretches(opened, beginOf, QUIET_SECONDS, 1, QUIET_SECONDS)) {
      const attempts = episode.parts;
      const facts = attemptFacts(attempts);
      const allowed = count(attempts, ({ connection }) => !connection.rejected);
      const name = task?.service ?? task?.task ?? source;
      const story: StoryFacts = {
        detection: 'ssh-outbound-from-task',
        severity: 'high',
        confidence: allowed > 0 ? 0.9 : 0.7,
        source,
        ...facts,
        reachedAt: episode.reachedAt,
        quietSeconds: QUIET_SECONDS,
        until: activity.until,
        summary: `task of ${name} (${source}) opened ${counted(attempts.length, 'SSH connection')} to ${facts.targets.slice(0, 3).join(', ')}${facts.targets.length > 3 ? ' …' : ''}; ${allowed} got through the filters`,
        evidence: attemptEvidence(attempts, {
          ...(task?.cluster !== undefined && { ecsCluster: task.cluster }),
          ...(task?.service !== undefined && { ecsService: task.service }),
          ...(task !== undefined && { ecsTask: task.task }),
        }),
      };
      findings.push(tellStory(afterShell(story, task?.task, activity)));
    }
  }
  return findings;
}
