import type { SshActivity } from './activity';
import { type ActivityView, type Conversation, viewOf } from './connections/conversations';
import { placesOf } from './connections/places';
import { hearDaemon, indexWords, type WordIndex } from './context/hear-daemon';
import type { SshPolicy } from './policy';
import { burstBesideTimer } from './series/burst';
import { describeSeries, isTryLike, type Series } from './series/describe-series';
import { judgeSeries, type Verdict } from './series/judge-series';
import type { Example } from './series/lessons';

/** Fewer connections than this are no series: who comes once or twice teaches what leaving looks like. */
export const FEWEST_CONNECTIONS = 3;

/** A target with more sources than this has said what it can; those that came most often speak first. */
export const MOST_EXAMPLES = 256;

const kept = new WeakMap<ActivityView, ReadonlyMap<Conversation, Verdict>>();

/** What is thought of each SSH conversation that is a series; derived once for all rules that ask. */
export function verdictsOf(activity: SshActivity, policy: SshPolicy): ReadonlyMap<Conversation, Verdict> {
  const view = viewOf(activity, policy);
  const known = kept.get(view);
  if (known !== undefined) return known;
  const { isOutside } = placesOf(policy);
  const words = indexWords(activity.daemonWords.values());
  const verdicts = new Map<Conversation, Verdict>();
  for (const conversations of view.sshByTarget) {
    if (conversations.every(({ connections }) => connections.length < FEWEST_CONNECTIONS)) continue;
    judgeTarget(conversations, words, verdicts, isOutside);
  }
  kept.set(view, verdicts);
  return verdicts;
}

function judgeTarget(
  conversations: readonly Conversation[],
  words: WordIndex,
  verdicts: Map<Conversation, Verdict>,
  isOutside: (address: string) => boolean,
): void {
  const described = conversations.flatMap((conversation) => {
    if (conversation.connections.length < FEWEST_CONNECTIONS) return [];
    const series = describeSeries(conversation.connections);
    return series === undefined ? [] : [{ conversation, series }];
  });
  if (described.length === 0) return;
  const examples = examplesOf(described, conversations, isOutside);
  for (const { conversation, series } of described) {
    const { source } = conversation.pair;
    const daemon = hearDaemon(source, series.talks, words);
    const whole = judgeSeries(source, series, examples, { daemon });
    verdicts.set(conversation, worse(whole, judgeBurst(conversation, words, examples)));
  }
}

/** What is thought of the burst beside a timer's work, where there is one. */
function judgeBurst(
  { pair, connections }: Conversation,
  words: WordIndex,
  examples: readonly Example[],
): Verdict | undefined {
  const burst = burstBesideTimer(connections);
  const series = burst === undefined ? undefined : describeSeries(burst);
  if (series === undefined) return undefined;
  const daemon = hearDaemon(pair.source, series.talks, words);
  return judgeSeries(pair.source, series, examples, { daemon });
}

function worse(whole: Verdict, part: Verdict | undefined): Verdict {
  return part !== undefined && part.refusalLogOdds > whole.refusalLogOdds ? part : whole;
}

/** What the sources of one target show: those that came most often first, then those that came once or twice. */
function examplesOf(
  described: readonly { readonly conversation: Conversation; readonly series: Series }[],
  conversations: readonly Conversation[],
  isOutside: (address: string) => boolean,
): Example[] {
  const examples: Example[] = [...described]
    .sort((one, other) => other.series.talks.length - one.series.talks.length)
    .slice(0, MOST_EXAMPLES)
    .map(({ conversation, series }) => ({
      source: conversation.pair.source,
      base: series.base,
      isPasser: false,
    }));
  for (const { connections, pair } of conversations) {
    if (examples.length >= MOST_EXAMPLES) break;
    if (connections.length >= FEWEST_CONNECTIONS) continue;
    const talk = connections.find(isTryLike);
    if (talk !== undefined && isOutside(pair.source))
      examples.push({ source: pair.source, base: talk, isPasser: true });
  }
  return examples;
}
