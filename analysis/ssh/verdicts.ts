import type { SshActivity } from './activity';
import { isPublicAddress } from './addresses';
import { type ActivityView, type Conversation, viewOf } from './conversations';
import { hearDaemon, indexWords, type WordIndex } from './hear-daemon';
import type { SshPolicy } from './policy';
import { describeSeries } from './series/describe-series';
import { judgeSeries, type Verdict } from './series/judge-series';
import type { Example } from './series/lessons';

/** Who comes once or twice teaches what leaving looks like; more is a series of its own. */
const MOST_VISITS = 2;
/** Fewer connections than this are no series. */
const FEWEST_CONNECTIONS = 3;

/** A target with more sources than this has said what it can; those that came most often speak first. */
const MOST_EXAMPLES = 256;

const kept = new WeakMap<ActivityView, ReadonlyMap<Conversation, Verdict>>();

/** What is thought of each SSH conversation that is a series; derived once for all rules that ask. */
export function verdictsOf(activity: SshActivity, policy: SshPolicy): ReadonlyMap<Conversation, Verdict> {
  const view = viewOf(activity, policy);
  const known = kept.get(view);
  if (known !== undefined) return known;
  const words = indexWords(activity.daemonWords.values());
  const verdicts = new Map<Conversation, Verdict>();
  for (const conversations of view.sshByTarget.values()) {
    if (conversations.every(({ connections }) => connections.length < FEWEST_CONNECTIONS)) continue;
    judgeTarget(conversations, words, verdicts);
  }
  kept.set(view, verdicts);
  return verdicts;
}

function judgeTarget(
  conversations: readonly Conversation[],
  words: WordIndex,
  verdicts: Map<Conversation, Verdict>,
): void {
  const described = conversations.flatMap((conversation) => {
    const series = describeSeries(conversation.connections);
    return series === undefined ? [] : [{ conversation, series }];
  });
  const examples: Example[] = [...described]
    .sort((one, other) => other.series.talks.length - one.series.talks.length)
    .slice(0, MOST_EXAMPLES)
    .map(({ conversation: { pair }, series: { base, talks } }) => ({
      source: pair.source,
      base,
      isPasser: talks.length <= MOST_VISITS && isPublicAddress(pair.source),
    }));
  for (const { conversation, series } of described) {
    if (conversation.connections.length < FEWEST_CONNECTIONS) continue;
    const { source } = conversation.pair;
    const daemon = hearDaemon(source, series.talks, words);
    verdicts.set(conversation, judgeSeries(source, series, examples, { daemon }));
  }
}
