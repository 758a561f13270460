import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import { attemptEvidence, attemptFacts } from '../attempt-facts';
import { findEpisodes } from '../episodes';
import { isGuessLike } from '../guess';
import type { SshPolicy } from '../policy';
import { tellStory } from '../story';
import { attemptsOf, viewOf } from '../view';

/** Slips: nine attempts of a source on a target within its one-hour time window; certain at thirty. */
const ATTEMPTS = 9;
const CERTAIN_ATTEMPTS = 30;
const WINDOW_SECONDS = 3_600;
const QUIET_SECONDS = 3_600;

/** R3: one source tries one SSH daemon again and again, each time briefly. */
export function sshBruteForce(activity: SshActivity, policy: SshPolicy): Finding[] {
  const findings: Finding[] = [];
  for (const conversation of viewOf(activity, policy).ssh) {
    if (conversation.connections.length < ATTEMPTS) continue;
    const { source, target, port } = conversation.pair;
    const guesses = attemptsOf([conversation], isGuessLike);
    const sightings = guesses.map((of, index) => ({ at: of.connection.first, key: index, of }));
    for (const episode of findEpisodes(sightings, WINDOW_SECONDS, ATTEMPTS, QUIET_SECONDS)) {
      const attempts = episode.sightings.map(({ of }) => of);
      findings.push(
        tellStory({
          detection: 'ssh-brute-force',
          severity: 'medium',
          confidence: 0.5 + 0.4 * Math.min(1, attempts.length / CERTAIN_ATTEMPTS),
          source,
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `${source} tried ${target}:${port} ${attempts.length} times, up to ${episode.peak} times an hour`,
          evidence: attemptEvidence(attempts, { mostInAnHour: episode.peak }),
        }),
      );
    }
  }
  return findings;
}
