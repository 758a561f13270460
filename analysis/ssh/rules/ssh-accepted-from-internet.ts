import { counted } from '../../counted';
import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import type { Connection } from '../connections/connection';
import { type Attempt, attemptsOf, beginOf, viewOf } from '../connections/conversations';
import { placesOf } from '../connections/places';
import type { SshPolicy } from '../policy';
import { attemptEvidence, attemptFacts, distinctOf, listed } from '../stories/attempt-facts';
import { findStretches } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';

const QUIET_SECONDS = quietSeconds('ssh-accepted-from-internet');

/** An SSH daemon answered somebody on the internet. For a Fargate task that should be impossible. */
export function sshAcceptedFromInternet(activity: SshActivity, policy: SshPolicy): Finding[] {
  const findings: Finding[] = [];
  const { isPublic } = placesOf(policy);
  for (const conversations of viewOf(activity, policy).sshByTarget) {
    const inbound = conversations.filter(
      ({ pair, connections }) =>
        pair.sourceTask === undefined && connections.some(isAnswered) && isPublic(pair.source),
    );
    const answered = attemptsOf(inbound, isAnswered);
    for (const episode of findStretches(answered, beginOf, QUIET_SECONDS, 1, QUIET_SECONDS)) {
      const attempts = episode.parts;
      const sources = distinctOf(attempts, ({ source }) => source);
      const [first] = attempts as [Attempt, ...Attempt[]];
      findings.push(
        tellStory({
          detection: 'ssh-accepted-from-internet',
          severity: 'high',
          confidence: 0.9,
          source: sources.length === 1 ? first.source : '*',
          ...attemptFacts(attempts),
          reachedAt: episode.reachedAt,
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `SSH on ${first.target}:${first.port} answered ${counted(sources.length, 'address', 'addresses')} on the internet, ${counted(attempts.length, 'time')}`,
          evidence: attemptEvidence(attempts, { sourceCount: sources.length, sources: listed(sources) }),
        }),
      );
    }
  }
  return findings;
}

function isAnswered({ answered }: Connection): boolean {
  return answered;
}
