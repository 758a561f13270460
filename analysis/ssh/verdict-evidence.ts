import type { Evidence } from '../finding';
import type { Verdict } from './series/judge-series';

const MOST_LOGINS = 10;

/** Why a series is taken for guesses or for logins: what the reader of a finding can check. */
export function verdictEvidence({
  series,
  changes,
  likeness,
  lesson,
  ladder,
  ...verdict
}: Verdict): Evidence {
  const { nearest } = likeness;
  return {
    refusalProbability: Number(verdict.refusalProbability.toFixed(2)),
    alikeShare: Number((series.alike.length / series.talks.length).toFixed(2)),
    ...(nearest !== undefined && { sizesLike: `${nearest.outcome} of ${nearest.client}` }),
    ...(lesson.larger > 0 && { sourcesOneLoginLarger: lesson.larger }),
    ...(lesson.smaller > 0 && { sourcesOneLoginSmaller: lesson.smaller }),
    ...(lesson.passers > 0 && { passersAlike: lesson.passers }),
    ...(ladder !== undefined && { severalGuessesAConnection: true }),
    ...(verdict.isHeldUp && { heldUpLikeRefusals: true }),
    ...(changes.endsOneLoginLarger && { endsOneLoginLarger: true }),
    ...(changes.isPunished && { refusedToTalk: series.curt.length }),
    ...(verdict.daemon !== undefined && {
      daemonRefused: verdict.daemon.failures,
      daemonLetIn: verdict.daemon.letIn.size,
      ...(verdict.daemon.logins.length > 0 && { daemonLogins: verdict.daemon.logins.slice(0, MOST_LOGINS) }),
    }),
    ...(verdict.answersVary && { answersVary: true }),
    ...(verdict.requestsVary && { requestsVary: true }),
    ...(verdict.outlivesGrace && { outlivesLoginGrace: true }),
    ...(verdict.outlastsRefusals && !verdict.outlivesGrace && { lastsLongerThanRefusals: true }),
    ...(verdict.isOnTimer && !verdict.isClockwork && { onTimer: true }),
    ...(verdict.hadSessionBefore && { hadSessionBefore: true }),
    ...(verdict.isClockwork && { atEqualIntervals: true }),
  };
}
