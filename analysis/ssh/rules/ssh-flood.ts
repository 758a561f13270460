import { counted } from '../../counted';
import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import { type Attempt, attemptsOf, viewOf } from '../connections/conversations';
import type { SshPolicy } from '../policy';
import { attemptEvidence, attemptFacts, distinctOf, listed } from '../stories/attempt-facts';
import { findStretches } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';
import { FLOW_WINDOWS } from '../windows';

/**
 * OpenSSH starts to drop unauthenticated connections at 10 and refuses all at 100 (MaxStartups 10:30:100,
 * sshd_config(5)): a hundred new ones a minute keep everybody else out.
 */
/** Three of five minutes: not one burst. */
const WINDOW_MINUTES = FLOW_WINDOWS['ssh-flood'] / 60;
/** So much of a flood is worth a name. */
const LOUD_SHARE = 0.9;
const QUIET_SECONDS = quietSeconds('ssh-flood');

/** One SSH daemon gets more new connections than it can hold, from however many sources. */
export function sshFlood(activity: SshActivity, policy: SshPolicy): Finding[] {
  const { connectionsPerMinute, minutes } = thresholdsOf(policy, 'ssh-flood');
  const findings: Finding[] = [];
  for (const conversations of viewOf(activity, policy).sshByTarget) {
    const seen = conversations.reduce((total, { connections }) => total + connections.length, 0);
    if (seen < connectionsPerMinute * minutes) continue;
    const opened = attemptsOf(conversations, ({ opened: isNew, rejected }) => isNew && !rejected);
    if (!hasFullMinutes(opened, connectionsPerMinute, minutes)) continue;
    const full = byMinute(opened).filter(({ attempts }) => attempts.length >= connectionsPerMinute);
    const windowSeconds = (WINDOW_MINUTES - 1) * 60;
    // No two are of one minute: each counts by itself.
    for (const episode of findStretches(full, ({ at }) => at, windowSeconds, minutes, QUIET_SECONDS)) {
      const attempts = episode.parts.flatMap((minute) => minute.attempts);
      const sources = distinctOf(attempts, ({ source }) => source);
      const [first] = attempts as [Attempt, ...Attempt[]];
      const most = Math.max(...episode.parts.map((minute) => minute.attempts.length));
      findings.push(
        tellStory({
          detection: 'ssh-flood',
          severity: 'high',
          confidence: 0.9,
          source: sources.length === 1 ? first.source : '*',
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${first.target}:${first.port} got up to ${most} new connections a minute from ${counted(sources.length, 'source')}`,
          evidence: attemptEvidence(attempts, {
            mostInAMinute: most,
            sourceCount: sources.length,
            sources: listed(loudest(attempts)),
          }),
        }),
      );
    }
  }
  return findings;
}

/** Those who make nearly all of it, the loudest first: a job that works there meanwhile is no part of a flood. */
function loudest(attempts: readonly Attempt[]): string[] {
  const counts = new Map<string, number>();
  for (const { source } of attempts) counts.set(source, (counts.get(source) ?? 0) + 1);
  // Those that came once are the most, and in order as they are.
  const often = [...counts].filter(([, count]) => count > 1).sort(([, one], [, other]) => other - one);
  const loud: string[] = [];
  const needed = attempts.length * LOUD_SHARE;
  let covered = 0;
  for (const [source, count] of often) {
    if (covered >= needed) return loud;
    covered += count;
    loud.push(source);
  }
  for (const [source, count] of counts) {
    if (covered >= needed) return loud;
    if (count > 1) continue;
    covered += 1;
    loud.push(source);
  }
  return loud;
}

/** The attempts of each minute that has any, where `opened` is in time order. */
function byMinute(opened: readonly Attempt[]): { at: number; attempts: Attempt[] }[] {
  const minutes: { at: number; attempts: Attempt[] }[] = [];
  for (const attempt of opened) {
    const at = Math.floor(attempt.connection.first / 60) * 60;
    const last = minutes.at(-1);
    if (last?.at === at) last.attempts.push(attempt);
    else minutes.push({ at, attempts: [attempt] });
  }
  return minutes;
}

/** Are there as many minutes with as many connections? Most targets have none, and need no groups. */
function hasFullMinutes(opened: readonly Attempt[], connectionsPerMinute: number, minutes: number): boolean {
  let [full, minute, inMinute] = [0, Number.NaN, 0];
  for (const { connection } of opened) {
    const its = Math.floor(connection.first / 60);
    inMinute = its === minute ? inMinute + 1 : 1;
    minute = its;
    if (inMinute === connectionsPerMinute) full += 1;
  }
  return full >= minutes;
}
