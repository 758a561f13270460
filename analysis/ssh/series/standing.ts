import { placesOf } from '../connections/places';
import type { SshPolicy } from '../policy';
import { thresholdsOf } from '../thresholds';
import type { Verdict } from './judge-series';

/** Which addresses are the owner's. */
type Inside = Pick<SshPolicy, 'insideCidrs'>;

/** How far a series is believed to consist of guesses. */
export type Standing = 'automation' | 'either' | 'guessing';

/**
 * Between these log-odds a series could be either. Chosen on left-out servers: below the lower one a guesser is one
 * in thirty, above the upper one a job one in twenty-five.
 */
export const COULD_BE_EITHER = { from: -1.5, to: 1 };
/** Nineteen to one. */
export const CERTAIN = 3;

/** What a series is, by the evidence alone; hours of clockwork settle what could be either. */
export function standingOf(verdict: Verdict): Standing {
  const { refusalLogOdds, isClockwork } = verdict;
  if (isProbing(verdict)) return 'automation';
  if (refusalLogOdds > COULD_BE_EITHER.to) return 'guessing';
  return refusalLogOdds > COULD_BE_EITHER.from && !isClockwork ? 'either' : 'automation';
}

/**
 * SYN and acknowledgement, version, lists, key exchange, keys taken into use, service, request, and two to close (RFC 4253,
 * RFC 4252): a client that sends fewer has only asked for the host key, unless it is one that was measured.
 */
export const FEWEST_TRY_PACKETS = 10;
export const RECOGNIZED_REFUSAL = 2.5;
/** The longest that key scans were measured to be (docs/ssh-sizes.md): what has more has tried to log in, however many were not let that far. */
export const MOST_PROBE_PACKETS = 12;

/** Connections like those of checks and key scans, most of which end before anybody could authenticate. */
function isProbing({ series, changes, likeness, ladder, daemon }: Verdict): boolean {
  if (changes.isPunished || ladder !== undefined || daemon !== undefined) return false;
  const isTooShort = series.base.packets < FEWEST_TRY_PACKETS && likeness.refusalLogOdds < RECOGNIZED_REFUSAL;
  const isMostlyCurt = series.curt.length > series.talks.length && !changes.turnedCurt;
  return isTooShort || likeness.isProbe || (isMostlyCurt && series.base.packets <= MOST_PROBE_PACKETS);
}

/**
 * Whether it is worth a message. What could be either is from the internet, where guessers are many and jobs are
 * few, and is not from inside: that is the one step by which the place moves a severity.
 */
export function isBelieved(source: string, verdict: Verdict, policy: Inside): boolean {
  const standing = standingOf(verdict);
  return standing === 'guessing' || (standing === 'either' && placesOf(policy).isOutside(source));
}

/**
 * Beyond reasonable doubt. Sizes by themselves never are, since a client that nobody measured may send the same by
 * chance: something that was compared has to say so, too (other connections, other sources, the daemon). What a timer starts
 * may be a job with the sizes of a guesser.
 */
export function isCertain({ refusalLogOdds, sizes, isOnTimer, daemon }: Verdict): boolean {
  if (isOnTimer && daemon === undefined) return false;
  return refusalLogOdds >= CERTAIN && refusalLogOdds > sizes;
}

/**
 * How many guesses are worth a message: nine within an hour (Slips, `guesses`). From inside fewer than thirty
 * (Zeek's detect-bruteforcing, `manyGuesses`) are what a person or a job with a wrong key
 * makes, unless a tool is seen at work that tries several passwords in one connection.
 */
export function guessesEnough(
  source: string,
  { ladder }: Verdict,
  policy: SshPolicy,
  detection: 'ssh-brute-force' | 'ssh-probable-login',
): number {
  const { guesses, manyGuesses } = thresholdsOf(policy, detection);
  return placesOf(policy).isOutside(source) || ladder !== undefined
    ? guesses
    : Math.max(guesses, manyGuesses);
}
