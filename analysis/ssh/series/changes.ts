import type { Connection } from '../connections/connection';
import type { Series } from './describe-series';
import { isAboveByLogin, isOneLoginAbove } from './login-step';
import { quantileOf } from './quantile';
import { isUnhurried } from './rhythm';

/** How a series changed while it went on. */
export interface Changes {
  /** Few connections that are larger than the rest by a login or more, after most of the rest: in time order. */
  readonly larger: readonly Connection[];
  /** One of `larger` is larger by one login and no more, and hardly anything came after it. */
  readonly endsOneLoginLarger: boolean;
  /** After tries to log in the server answered with a line and closed, again and again. */
  readonly isPunished: boolean;
  /** All curt connections came after several that went further: those of checks and key scans are there from the start. */
  readonly turnedCurt: boolean;
}

/** SSHCure, Bruteforce/Checks: what is above the mode counts while it is seen twice at most, or in 5 % of the flows. */
export const FEW = 2;
export const FEW_SHARE = 0.05;
/** This share of the series lies before a change … */
export const MOST_OF_SERIES = 0.9;
/** PerSourcePenalties (sshd_config(5)) refuse for minutes: five refusals one after another are no accident. */
export const PUNISHED = 5;
/** OpenSSH refuses from the third failure on: 5 s for each, and nothing below 15 s (sshd_config(5), PerSourcePenalties). */
export const BEFORE_PUNISHMENT = 3;

/**
 * A penalty lasts for seconds, and nobody from there gets through meanwhile; what MaxStartups drops comes beside what it lets
 * through, at once.
 */
export const PENALTY = { connections: 3, seconds: 5 };
/** So many of the curt connections lie in penalties. */
export const IN_PENALTIES = 0.8;

/** Says how a series changed. */
export function changesOf(series: Series): Changes {
  const { talks, base, alike, curt } = series;
  const starts = alike.map(({ first }) => first);
  const mostAt = quantileOf(starts, MOST_OF_SERIES) ?? 0;
  const above = talks.filter((talk) => isAboveByLogin(base, talk));
  const isFew = above.length <= Math.max(FEW, talks.length * FEW_SHARE);
  const larger = above.filter(({ first }) => first >= mostAt || isFew);
  const end = larger.find(
    (talk) =>
      isOneLoginAbove(base, talk) &&
      starts.filter((at) => at > talk.first).length <= starts.length * FEW_SHARE,
  );
  const lastTalk = talks[talks.length - 1] as Connection;
  const third = talks[BEFORE_PUNISHMENT - 1];
  const turnedCurt = third !== undefined && curt.every(({ first }) => first >= third.first);
  const isOver = curt.every(({ first }) => first >= lastTalk.first);
  return {
    larger,
    endsOneLoginLarger: end !== undefined && starts.length > above.length,
    isPunished: curt.length >= PUNISHED && (isOver || (turnedCurt && isCurtByTurns(talks, curt))),
    turnedCurt,
  };
}

/** Tries, a penalty, tries, a penalty: connections that were refused without a word come in runs with no talk between. */
function isCurtByTurns(talks: readonly Connection[], curt: readonly Connection[]): boolean {
  let [run, inRuns, at]: [Connection[], number, number] = [[], 0, 0];
  const close = () => {
    const seconds = (run.at(-1)?.first ?? 0) - (run[0]?.first ?? 0);
    if (run.length >= PENALTY.connections && seconds >= PENALTY.seconds) inRuns += run.length;
    run = [];
  };
  for (const connection of curt) {
    const begin = at;
    while (at < talks.length && (talks[at] as Connection).first <= connection.first) at += 1;
    if (at > begin) close();
    run.push(connection);
  }
  close();
  return inRuns >= curt.length * IN_PENALTIES && !isUnhurried(curt);
}
