import { type Attempt, attemptsOf, type Conversation } from '../connections/conversations';
import { distinctOf, listed } from '../stories/attempt-facts';
import { describeSeries } from './describe-series';
import { isAboveByLogin } from './login-step';
import { isSession } from './rhythm';

/** By judgement, half a day: a password that a botnet found is used by then. */
const LATEST_SECONDS = 12 * 3_600;

/** Words for the summary and numbers for the evidence. */
export interface LoginsBeside {
  readonly said: string;
  readonly evidence: Readonly<Record<string, number | readonly string[]>>;
}

/**
 * Who had a session on the target after many others had guessed there: a botnet hands what it found to somebody else. A session
 * outlives the grace time and has a login more in it than the guesses; whoever had one before the guesses works there.
 * Flow logs know nothing of authentication, and this source guessed little or not at all: it stands beside, and raises
 * nothing.
 *
 * @param guesses those of the campaign, in time order
 * @param reachedAt since when there is a campaign, epoch seconds
 */
export function loginsAfterCampaign(
  guesses: readonly Attempt[],
  conversations: readonly Conversation[],
  reachedAt: number,
): LoginsBeside | undefined {
  const series = describeSeries(guesses.map(({ connection }) => connection));
  const [begin, end] = [guesses[0]?.connection.first, guesses.at(-1)?.connection.first];
  if (series === undefined || begin === undefined || end === undefined) return undefined;
  const sessions = conversations.flatMap((conversation) => {
    const long = attemptsOf([conversation], (connection) => isSession(connection, series.base));
    const worksThere = conversation.connections.some(
      (connection) => connection.first < begin && isAboveByLogin(series.base, connection),
    );
    return worksThere
      ? []
      : long.filter(({ connection: { first } }) => first >= reachedAt && first <= end + LATEST_SECONDS);
  });
  sessions.sort((one, other) => one.connection.first - other.connection.first);
  const [session] = sessions;
  if (session === undefined) return undefined;
  const { source, connection } = session;
  const seconds = connection.last - connection.first;
  const sources = distinctOf(sessions, (each) => each.source);
  const others = sources.length > 1 ? ` and ${sources.length - 1} more` : '';
  return {
    said: `; since then ${source}${others} had a connection of ${seconds} s and ${connection.packets} packets, which is a login more than the guesses had`,
    evidence: {
      sessions: sessions.length,
      sessionSources: listed(sources),
      sessionSeconds: seconds,
      sessionPackets: connection.packets,
      sessionBytes: connection.bytes,
    },
  };
}
