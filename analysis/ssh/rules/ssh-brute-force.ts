import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import { attemptEvidence, attemptFacts, count } from '../attempt-facts';
import { type Attempt, attemptsOf, type Conversation, viewOf } from '../conversations';
import { type Episode, findEpisodes } from '../episodes';
import { isAuthLike, isRefusalLike } from '../guess';
import type { SshPolicy } from '../policy';
import { quietSeconds } from '../quiet-seconds';
import { tellStory } from '../story';

/** Slips: nine attempts of a source on a target within its one-hour time window; certain at thirty. */
const ATTEMPTS = 9;
const CERTAIN_ATTEMPTS = 30;
const WINDOW_SECONDS = 3_600;
/** Zeek's detect-bruteforcing: thirty failures of a source within thirty minutes, whatever the targets. */
const SPREAD_ATTEMPTS = 30;
const SPREAD_WINDOW_SECONDS = 1_800;
const QUIET_SECONDS = quietSeconds('ssh-brute-force');

/**
 * R3: one source tries one SSH daemon again and again, each time briefly; or it tries many daemons a few times
 * each. Low where the daemon mostly said more than it does to a guesser: then it is most likely automation.
 */
export function sshBruteForce(activity: SshActivity, policy: SshPolicy): Finding[] {
  const findings: Finding[] = [];
  for (const [source, conversations] of viewOf(activity, policy).sshBySource) {
    const onOne = conversations.flatMap((conversation) => onOneTarget(conversation, activity));
    findings.push(...(onOne.length > 0 ? onOne : onManyTargets(source, conversations, activity)));
  }
  return findings;
}

function onOneTarget(conversation: Conversation, activity: SshActivity): Finding[] {
  if (conversation.connections.length < ATTEMPTS) return [];
  const { source, target, port } = conversation.pair;
  return episodesOf(attemptsOf([conversation], isAuthLike), WINDOW_SECONDS, ATTEMPTS).map((episode) => {
    const attempts = episode.sightings.map(({ of }) => of);
    return bruteForce(episode, activity, {
      source,
      summary: `${source} tried ${target}:${port} ${attempts.length} times, up to ${episode.peak} times an hour`,
      evidence: { mostInAnHour: episode.peak },
    });
  });
}

function onManyTargets(
  source: string,
  conversations: readonly Conversation[],
  activity: SshActivity,
): Finding[] {
  const guesses = attemptsOf(conversations, isRefusalLike);
  if (guesses.length < SPREAD_ATTEMPTS) return [];
  const answered = attemptsOf(conversations, (connection) => connection.answered);
  if (guesses.length * 2 <= answered.length) return [];
  return episodesOf(guesses, SPREAD_WINDOW_SECONDS, SPREAD_ATTEMPTS).map((episode) =>
    bruteForce(episode, activity, {
      source,
      summary: `${source} was turned away ${episode.sightings.length} times by ${conversations.length} SSH daemons, up to ${episode.peak} times in half an hour`,
      evidence: { mostInHalfAnHour: episode.peak },
    }),
  );
}

function episodesOf(
  attempts: readonly Attempt[],
  windowSeconds: number,
  threshold: number,
): Episode<Attempt>[] {
  const sightings = attempts.map((of, index) => ({ at: of.connection.first, key: index, of }));
  return findEpisodes(sightings, windowSeconds, threshold, QUIET_SECONDS);
}

function bruteForce(
  episode: Episode<Attempt>,
  activity: SshActivity,
  claim: { source: string; summary: string; evidence: Record<string, number> },
): Finding {
  const attempts = episode.sightings.map(({ of }) => of);
  const turnedAway = count(attempts, ({ connection }) => isRefusalLike(connection));
  return tellStory({
    detection: 'ssh-brute-force',
    severity: turnedAway * 2 > attempts.length ? 'medium' : 'low',
    confidence: 0.5 + 0.4 * Math.min(1, turnedAway / CERTAIN_ATTEMPTS),
    source: claim.source,
    ...attemptFacts(attempts),
    reachedAt: episode.reachedAt,
    quietSeconds: QUIET_SECONDS,
    until: activity.until,
    summary: claim.summary,
    evidence: attemptEvidence(attempts, { turnedAway, ...claim.evidence }),
  });
}
