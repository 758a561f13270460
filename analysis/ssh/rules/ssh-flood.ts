import { counted } from '../../counted';
import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import type { SshActivity } from '../activity';
import { type Attempt, attemptsOf, viewOf } from '../connections/conversations';
import type { SshPolicy } from '../policy';
import { attemptEvidence, attemptFacts, distinct, listed } from '../stories/attempt-facts';
import { findEpisodes } from '../stories/episodes';
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
  for (const conversations of viewOf(activity, policy).sshByTarget.values()) {
    const seen = conversations.reduce((total, { connections }) => total + connections.length, 0);
    if (seen < connectionsPerMinute * minutes) continue;
    const opened = attemptsOf(conversations, ({ opened: isNew, rejected }) => isNew && !rejected);
    if (!hasFullMinutes(opened, connectionsPerMinute, minutes)) continue;
    const byMinute = groupBy(opened, ({ connection }) => String(Math.floor(connection.first / 60)));
    const full = [...byMinute].filter(([, attempts]) => attempts.length >= connectionsPerMinute);
    const sightings = full.map(([minute, of]) => ({ at: Number(minute) * 60, key: minute, of }));
    const windowSeconds = (WINDOW_MINUTES - 1) * 60;
    for (const episode of findEpisodes(sightings, windowSeconds, minutes, QUIET_SECONDS)) {
      const attempts = episode.sightings.flatMap(({ of }) => of);
      const sources = distinct(attempts.map(({ source }) => source));
      const [first] = attempts as [Attempt, ...Attempt[]];
      const most = Math.max(...episode.sightings.map(({ of }) => of.length));
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
  const bySource = [...groupBy(attempts, ({ source }) => source)].sort(
    ([, one], [, other]) => other.length - one.length,
  );
  const needed = attempts.length * LOUD_SHARE;
  let covered = 0;
  return bySource.flatMap(([source, own]) => {
    if (covered >= needed) return [];
    covered += own.length;
    return [source];
  });
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
