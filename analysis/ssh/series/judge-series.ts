import type { Connection } from '../connections/connection';
import type { DaemonAccount } from '../context/hear-daemon';
import { doAnswersVary } from './answers';
import { type Changes, changesOf } from './changes';
import type { Series } from './describe-series';
import { findGuessLadder, type GuessLadder } from './guess-ladder';
import type { KnownSize } from './known-sizes';
import { type Example, type Lesson, lessonFor } from './lessons';
import { doRequestsVary } from './requests';
import {
  doSomeOutliveGrace,
  isClockwork,
  isHeldUp,
  isOnClock,
  isOnTimer,
  isSession,
  isUnhurried,
  outlastsRefusals,
} from './rhythm';
import { type Likeness, likenessOf } from './size-likeness';

/** What is thought of a series, and why. */
export interface Verdict {
  readonly series: Series;
  readonly changes: Changes;
  readonly likeness: Likeness;
  readonly lesson: Lesson;
  /** What the sizes alone say: natural logarithm of the odds that the series was refused. */
  readonly sizes: number;
  /** Connections differ by whole passwords. */
  readonly ladder: GuessLadder | undefined;
  /** Each took as long as a server that answers wrong passwords after a pause. */
  readonly isHeldUp: boolean;
  /** The server answered the same requests with more and with less: it ran commands. */
  readonly answersVary: boolean;
  /** The client sent more here and less there, and not by whole passwords. */
  readonly requestsVary: boolean;
  /** Some went on after the daemon would have hung up on who is not let in. */
  readonly outlivesGrace: boolean;
  /** They last longer than six refusals take. */
  readonly outlastsRefusals: boolean;
  /** The source had worked there before the series began. */
  readonly hadSessionBefore: boolean;
  /** Begins at the same second of the minute, or of the half, each time. */
  readonly isOnTimer: boolean;
  /** The same at equal intervals for hours. */
  readonly isClockwork: boolean;
  /** What the daemon itself says, where its log is at hand: it wins. */
  readonly daemon: DaemonAccount | undefined;
  /** Natural logarithm of the odds that the series consists of refused tries and not of logins. */
  readonly refusalLogOdds: number;
  /** The same as a probability, 0 to 1. */
  readonly refusalProbability: number;
}

/**
 * How much each piece of evidence weighs, fitted by logistic regression on the measured mixes; left-out servers
 * judged with these weights give the curve in docs/ssh-sizes.md.
 */
export const WEIGHTS = { bias: -0.58, sizes: 1.31, ladder: 3.42, endsWithLogin: 2.12, lesson: 0.59 };
/** Passwords in one connection make more packets, too: what a client that nobody measured has more of may be these. */
export const LEAST_SIZES_ON_LADDER = -1;
/** So many other sources are a lesson; more add nothing. */
export const MOST_LESSONS = 3;
/** Passers-by with the same sizes count as a lesson each once there are this many (SSHCure compares three). */
export const FEWEST_PASSERS = 3;
/** By judgement, not measured: a server that refuses to talk after tries has seen them fail. */
export const PUNISHED_WEIGHT = 3;
/** By judgement: refusals take that long on most servers, and so does many a command. */
export const HELD_UP_WEIGHT = 1.5;
/**
 * By judgement: more than sizes can say for guesses (3.4), less than the daemon's own word. Of the measured guessers none
 * was answered so.
 */
export const ANSWERS_VARY_WEIGHT = -5;
/** By judgement: commands, files and input are of different lengths, and so are few series of guesses. */
export const REQUESTS_VARY_WEIGHT = -4;
/** A tool makes more of its connections alike than this, unless they differ by whole passwords. */
export const FEW_ALIKE = 0.4;
/** By judgement: libraries that nobody gave a grace time wait for ever, but few tools do. */
export const OUTLIVES_GRACE_WEIGHT = -4;
/** By judgement: a tool may be slow by itself. */
export const OUTLASTS_REFUSALS_WEIGHT = -1.5;
/** By judgement: guessers are seldom started by a timer, one guess each, and hardly ever by a clock. */
export const ON_TIMER_WEIGHT = -1;
export const ON_CLOCK_WEIGHT = -2.5;
/** By judgement: there are slow guessers, too. */
export const UNHURRIED_WEIGHT = -0.6;
/** By judgement: who has worked there before mistypes, or has a job that fails. */
export const SESSION_BEFORE_WEIGHT = -1.5;

/** The daemon knows: what it says of most connections outweighs all else. */
const DAEMON_LOG_ODDS = 6;
/** Of a few connections it is evidence beside the rest: its log may begin or end within the series. */
const DAEMON_OF_FEW = 3;
/** Slips: nine failures are guessing, whatever somebody who was let in afterwards did. */
const FAILURES_BEFORE_LOGIN = 9;

/** Judges a series by its own course, by what the target taught about its refusals, and by measured sizes. */
export function judgeSeries(
  source: string,
  series: Series,
  examples: readonly Example[],
  {
    daemon,
    known,
  }: { readonly daemon?: DaemonAccount | undefined; readonly known?: readonly KnownSize[] } = {},
): Verdict {
  const { talks, base, alike } = series;
  const likeness = likenessOf(base.packets, base.payload, known);
  const changes = changesOf(series);
  const lesson = lessonFor(source, base, examples);
  const ladder = findGuessLadder(talks);
  const heldUp = isHeldUp(alike);
  const firstAlike = (alike[0] as Connection).first;
  const answersVary = doAnswersVary(alike);
  const requestsVary =
    ladder === undefined && (doRequestsVary(talks) || alike.length < talks.length * FEW_ALIKE);
  const outlivesGrace = doSomeOutliveGrace(alike);
  const outlasts = outlastsRefusals(alike);
  const course = series.curt.length === 0 ? talks : [...talks, ...series.curt].sort(byBegin);
  const onTimer = isOnTimer(course);
  const hadSessionBefore = talks.some((talk) => talk.first < firstAlike && isSession(talk, base));
  const passers = lesson.passers >= FEWEST_PASSERS ? lesson.passers : 0;
  const lessons = Math.max(-MOST_LESSONS, Math.min(MOST_LESSONS, lesson.larger + passers - lesson.smaller));
  const bySize = sizesLogOdds(likeness);
  const sizes =
    ladder === undefined || likeness.isRecognized ? bySize : Math.max(bySize, LEAST_SIZES_ON_LADDER);
  const inferred =
    sizes +
    WEIGHTS.lesson * lessons +
    (ladder !== undefined ? WEIGHTS.ladder : 0) +
    (changes.endsOneLoginLarger ? WEIGHTS.endsWithLogin : 0) +
    (heldUp ? HELD_UP_WEIGHT : 0) +
    (changes.isPunished ? PUNISHED_WEIGHT : 0) +
    (answersVary ? ANSWERS_VARY_WEIGHT : 0) +
    (requestsVary ? REQUESTS_VARY_WEIGHT : 0) +
    (outlivesGrace
      ? OUTLIVES_GRACE_WEIGHT
      : outlasts && ladder === undefined
        ? OUTLASTS_REFUSALS_WEIGHT
        : 0) +
    tempoLogOdds(course, onTimer) +
    (hadSessionBefore ? SESSION_BEFORE_WEIGHT : 0);
  const refusalLogOdds = daemon === undefined ? inferred : daemonLogOdds(daemon, talks, inferred);
  return {
    series,
    changes,
    likeness,
    lesson,
    sizes,
    ladder,
    isHeldUp: heldUp,
    answersVary,
    requestsVary,
    outlivesGrace,
    outlastsRefusals: outlasts,
    hadSessionBefore,
    isOnTimer: onTimer,
    isClockwork: isClockwork(alike),
    daemon,
    refusalLogOdds,
    refusalProbability: 1 / (1 + Math.exp(-refusalLogOdds)),
  };
}

/** Whatever starts the connections, a clock or a timer; else how much time they have. */
function tempoLogOdds(course: readonly Connection[], onTimer: boolean): number {
  if (onTimer) return isOnClock(course) ? ON_CLOCK_WEIGHT : ON_TIMER_WEIGHT;
  return isUnhurried(course) ? UNHURRIED_WEIGHT : 0;
}

/** What the sizes alone say: natural logarithm of the odds that a series of such connections was refused. */
export function sizesLogOdds({ refusalLogOdds }: Likeness): number {
  return WEIGHTS.bias + WEIGHTS.sizes * refusalLogOdds;
}

function daemonLogOdds(
  { refused, letIn, failuresBefore }: DaemonAccount,
  talks: readonly Connection[],
  inferred: number,
): number {
  if (failuresBefore >= FAILURES_BEFORE_LOGIN) return DAEMON_LOG_ODDS;
  const side = refused.size > letIn.size ? 1 : -1;
  const isOfMost = (refused.size + letIn.size) * 2 >= talks.length;
  return isOfMost ? side * DAEMON_LOG_ODDS : inferred + side * DAEMON_OF_FEW;
}

function byBegin(one: Connection, other: Connection): number {
  return one.first - other.first;
}
