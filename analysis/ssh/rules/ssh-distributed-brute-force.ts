import { counted } from '../../counted';
import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import { spanInWords } from '../../in-words';
import type { SshActivity } from '../activity';
import { type Attempt, attemptsOf, beginOf, type Conversation, viewOf } from '../connections/conversations';
import { placesOf } from '../connections/places';
import type { SshPolicy } from '../policy';
import { describeSeries, isTryLike } from '../series/describe-series';
import { judgeSeries } from '../series/judge-series';
import { loginsAfterCampaign } from '../series/login-after-campaign';
import { standingOf } from '../series/standing';
import { attemptEvidence, attemptFacts, distinctOf, listed } from '../stories/attempt-facts';
import { findKeyed } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';
import { FLOW_WINDOWS } from '../windows';

/** So many sources have shown what leaving looks like. */
const MOST_EXAMPLES = 256;
/** Twenty sources with one to three attempts each within an hour (after Javed and Paxson, CCS 2013). */
const WINDOW_SECONDS = FLOW_WINDOWS['ssh-distributed-brute-force'];
const QUIET_SECONDS = quietSeconds('ssh-distributed-brute-force');

/**
 * Many sources, each too quiet to be noticed, share out one target. Medium where enough of them got as far as a
 * password and left alike, as those do whom the same server refuses; low for contacts without one, which an open
 * port on the internet always has. A session of somebody else after the guesses is named in the same finding.
 *
 * The second arm of the idea, a multiple of the same hour's mean over seven days, needs a week of records: it
 * is a question for the audit tables.
 */
export function sshDistributedBruteForce(activity: SshActivity, policy: SshPolicy): Finding[] {
  const { sources } = thresholdsOf(policy, 'ssh-distributed-brute-force');
  const findings: Finding[] = [];
  for (const conversations of viewOf(activity, policy).sshByTarget) {
    if (conversations.length < sources) continue;
    const guesses = find(conversations, isTryLike, 'medium', activity);
    findings.push(
      ...(guesses.length > 0 ? guesses : find(conversations, ({ opened }) => opened, 'low', activity)),
    );
  }
  return findings;
}

function find(
  conversations: readonly Conversation[],
  isCounted: (connection: Attempt['connection']) => boolean,
  severity: 'low' | 'medium',
  activity: SshActivity,
): Finding[] {
  const { sources: fewest, attemptsEach } = thresholdsOf(activity.policy, 'ssh-distributed-brute-force');
  // Each source has one conversation with a port of a target.
  const counting = conversations.filter(({ connections }) => connections.some(isCounted));
  if (counting.length < fewest) return [];
  const attempts = quietSources(attemptsOf(counting, isCounted), attemptsEach);
  const episodes = findKeyed(attempts, beginOf, sourceOf, WINDOW_SECONDS, fewest, QUIET_SECONDS);
  return episodes.map((episode) => {
    const together = episode.parts;
    const sources = distinctOf(together, sourceOf);
    const [first] = together as [Attempt, ...Attempt[]];
    const told = severity === 'medium' && !areGuesses(together, activity.policy) ? 'low' : severity;
    const beside =
      told === 'low' ? undefined : loginsAfterCampaign(together, conversations, episode.reachedAt);
    return tellStory({
      detection: 'ssh-distributed-brute-force',
      severity: told,
      confidence: Math.min(0.9, 0.5 + 0.01 * sources.length),
      source: '*',
      ...attemptFacts(together),
      reachedAt: episode.reachedAt,
      quietSeconds: QUIET_SECONDS,
      until: activity.until,
      summary: `${sources.length} sources with at most ${counted(attemptsEach, 'attempt')} in ${spanInWords(WINDOW_SECONDS)} each share ${first.target}:${first.port}${beside?.said ?? ''}`,
      evidence: attemptEvidence(together, {
        ...{ sourceCount: sources.length, sources: listed(sources) },
        ...beside?.evidence,
      }),
    });
  });
}

/** The attempts taken together as one series, in which each source teaches about the others. */
function areGuesses(attempts: readonly Attempt[], policy: SshPolicy): boolean {
  const { isOutside } = placesOf(policy);
  const series = describeSeries(attempts.map(({ connection }) => connection));
  if (series === undefined) return false;
  const examples = attempts
    .slice(0, MOST_EXAMPLES)
    .flatMap(({ source, connection }) =>
      isTryLike(connection) ? [{ source, base: connection, isPasser: isOutside(source) }] : [],
    );
  return standingOf(judgeSeries('*', series, examples)) !== 'automation';
}

/** The attempts of sources that never make more than a few in an hour: the loud ones have rules of their own. */
function quietSources(attempts: readonly Attempt[], most: number): Attempt[] {
  const counts = new Map<string, number>();
  for (const { source } of attempts) counts.set(source, (counts.get(source) ?? 0) + 1);
  const often = attempts.filter(({ source }) => (counts.get(source) as number) > most);
  if (often.length === 0) return [...attempts];
  const loud = new Set<string>();
  for (const [source, own] of groupBy(often, sourceOf)) {
    const isLoud = own.some((attempt, index) => {
      const later = own[index + most];
      return later !== undefined && later.connection.first - attempt.connection.first <= WINDOW_SECONDS;
    });
    if (isLoud) loud.add(source);
  }
  return loud.size === 0 ? [...attempts] : attempts.filter(({ source }) => !loud.has(source));
}

function sourceOf({ source }: Attempt): string {
  return source;
}
