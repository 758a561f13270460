import type { Evidence, Finding } from '../../finding';
import { spanInWords } from '../../in-words';
import type { SshActivity } from '../activity';
import type { Connection } from '../connections/connection';
import {
  type Attempt,
  attemptsAt,
  attemptsOf,
  beginOf,
  type Conversation,
  viewOf,
} from '../connections/conversations';
import type { SshPolicy } from '../policy';
import { guessesIn, triesIn } from '../series/guesses';
import type { Verdict } from '../series/judge-series';
import { likenessOf } from '../series/size-likeness';
import { guessesEnough, isBelieved } from '../series/standing';
import { attemptEvidence, attemptFacts, distinctOf } from '../stories/attempt-facts';
import { findStretches, type Stretch } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';
import { verdictEvidence } from '../verdict-evidence';
import { verdictsOf } from '../verdicts';
import { FLOW_WINDOWS } from '../windows';

/** Slips: nine attempts of a source on a target within its one-hour time window. */
const WINDOW_SECONDS = FLOW_WINDOWS['ssh-brute-force'];
/** Zeek's detect-bruteforcing: thirty failures of a source within thirty minutes, whatever the targets. */
const SPREAD_WINDOW_SECONDS = FLOW_WINDOWS['ssh-brute-force: on several'];
/** Fewer client packets do not get as far as a password: SSHCure, MIN_SSH_AUTH_PPF. */
const FEWEST_GUESS_PACKETS = 11;
const QUIET_SECONDS = quietSeconds('ssh-brute-force');

/**
 * One source tries one SSH daemon again and again, or it tries many daemons a few times each. Low where the series
 * more likely consists of logins, and from inside where the guesses are no more than a job with a wrong key makes.
 */
export function sshBruteForce(activity: SshActivity, policy: SshPolicy): Finding[] {
  const view = viewOf(activity, policy);
  const verdicts = verdictsOf(activity, policy);
  const findings: Finding[] = [];
  for (const [source, conversations] of view.sshBySource) {
    const onOne = conversations.flatMap((conversation) => {
      const verdict = verdicts.get(conversation);
      return verdict === undefined ? [] : onOneTarget(conversation, verdict, activity);
    });
    findings.push(...(onOne.length > 0 ? onOne : onManyTargets(source, conversations, activity)));
  }
  return findings;
}

function onOneTarget(conversation: Conversation, verdict: Verdict, activity: SshActivity): Finding[] {
  const { guesses: fewest } = thresholdsOf(activity.policy, 'ssh-brute-force');
  const tries = triesIn(verdict);
  if (tries.length < fewest && verdict.ladder === undefined && !verdict.isHeldUp) return [];
  const { source, target, port } = conversation.pair;
  const guessed: Attempt[] = [];
  for (const attempt of attemptsAt(conversation, tries)) {
    for (let guess = guessesIn(attempt.connection, verdict); guess > 0; guess -= 1) guessed.push(attempt);
  }
  return findStretches(guessed, beginOf, WINDOW_SECONDS, fewest, QUIET_SECONDS).map((episode) => {
    const isEnough = episode.peak >= guessesEnough(source, verdict, activity.policy, 'ssh-brute-force');
    const guesses = episode.parts.length;
    return bruteForce(episode, activity, {
      source,
      severity: isEnough && isBelieved(source, verdict, activity.policy) ? 'medium' : 'low',
      confidence: verdict.refusalProbability,
      summary: `${source} tried ${target}:${port} ${guesses} times, up to ${episode.peak} times in ${spanInWords(WINDOW_SECONDS)}; ${inWords(verdict)}`,
      evidence: { guesses, mostInAnHour: episode.peak, ...verdictEvidence(verdict) },
    });
  });
}

/** The finding's own word for how sure it is. */
function inWords({ refusalProbability }: Verdict): string {
  if (refusalProbability >= 0.9) return 'these were guesses';
  if (refusalProbability <= 0.1) return 'these look like logins of a job';
  return refusalProbability > 0.5
    ? 'these were more likely guesses than logins'
    : 'these were more likely logins than guesses';
}

function onManyTargets(
  source: string,
  conversations: readonly Conversation[],
  activity: SshActivity,
): Finding[] {
  const { manyGuesses } = thresholdsOf(activity.policy, 'ssh-brute-force');
  const answered = conversations.reduce((total, { connections }) => total + connections.length, 0);
  if (answered < manyGuesses) return [];
  const guesses = attemptsOf(conversations, isLikeRefusal);
  if (guesses.length < manyGuesses || guesses.length * 2 <= answered) return [];
  return findStretches(guesses, beginOf, SPREAD_WINDOW_SECONDS, manyGuesses, QUIET_SECONDS).map((episode) =>
    bruteForce(episode, activity, {
      source,
      severity: 'medium',
      confidence: 0.75,
      summary: `${source} was turned away ${episode.parts.length} times by ${conversations.length} SSH daemons, up to ${episode.peak} times in ${spanInWords(SPREAD_WINDOW_SECONDS)}`,
      evidence: { guesses: episode.parts.length, mostInHalfAnHour: episode.peak },
    }),
  );
}

/** One connection by itself: only its size can tell. */
function isLikeRefusal({ answered, packets, payload }: Connection): boolean {
  if (!answered || packets < FEWEST_GUESS_PACKETS) return false;
  const { isProbe, refusalLogOdds } = likenessOf(packets, payload);
  return !isProbe && refusalLogOdds > 0;
}

function bruteForce(
  episode: Stretch<Attempt>,
  activity: SshActivity,
  claim: Pick<Finding, 'source' | 'severity' | 'confidence' | 'summary'> & { evidence: Evidence },
): Finding {
  const attempts = distinctOf(episode.parts, (attempt) => attempt);
  return tellStory({
    detection: 'ssh-brute-force',
    severity: claim.severity,
    confidence: claim.confidence,
    source: claim.source,
    ...attemptFacts(attempts),
    reachedAt: episode.reachedAt,
    quietSeconds: QUIET_SECONDS,
    until: activity.until,
    summary: claim.summary,
    evidence: attemptEvidence(attempts, claim.evidence),
  });
}
