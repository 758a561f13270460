import type { Finding, Severity } from '../../analysis/finding';
import { groupBy } from '../../analysis/group-by';
import { compileExpression } from '../../analysis/sigma/evaluate';
import type { SigmaExpression } from '../../analysis/sigma/expression';
import type { SshActivity } from '../../analysis/ssh/activity';
import { type Conversation, viewOf } from '../../analysis/ssh/connections/conversations';
import { type Places, placesOf } from '../../analysis/ssh/connections/places';
import type { SshPolicy } from '../../analysis/ssh/policy';
import { attemptEvidence, attemptFacts } from '../../analysis/ssh/stories/attempt-facts';
import { findEpisodes } from '../../analysis/ssh/stories/episodes';
import { quietSeconds } from '../../analysis/ssh/stories/quiet-seconds';
import { tellStory } from '../../analysis/ssh/stories/story';
import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import type { FlowCount } from './custom-document';

/** What a detection on flow logs may ask of a connection, whoever opened it being the source. */
export const FLOW_FIELDS = [
  ...[
    'srcaddr',
    'dstaddr',
    'dstport',
    'protocol',
    'action',
    'packets',
    'bytes',
    'replyPackets',
    'replyBytes',
  ],
  ...['seconds', 'answered', 'fromInternet', 'toInternet', 'ecsService', 'ecsTask', 'ecsCluster'],
] as const;

export interface FlowRule {
  readonly id: string;
  readonly severity: Severity;
  readonly expression: SigmaExpression;
  readonly by: 'source' | 'target' | 'pair';
  readonly count: FlowCount;
  readonly atLeast: number;
  readonly withinMinutes: number;
}

/**
 * A rule on the connections that the analyzers hold: all on SSH ports, and off them probes and what tasks send to the
 * internet beyond the expected ports.
 */
export function flowRule(rule: FlowRule): (activity: SshActivity, policy: SshPolicy) => readonly Finding[] {
  const fits = compileExpression(rule.expression);
  const quiet = quietSeconds(rule.id);
  return (activity, policy) => {
    const places = placesOf(policy);
    const matching = viewOf(activity, policy).all.flatMap((conversation) =>
      attemptsThatFit(conversation, fits, places),
    );
    const findings: Finding[] = [];
    for (const attempts of groupBy(matching, (attempt) => keyOf(rule.by, attempt)).values()) {
      attempts.sort((one, other) => one.connection.first - other.connection.first);
      for (const episode of episodesOf(rule, attempts, quiet)) {
        const [first] = episode.attempts;
        if (first === undefined) continue;
        const sources = new Set(episode.attempts.map(({ source }) => source));
        findings.push(
          tellStory({
            detection: rule.id,
            severity: rule.severity,
            confidence: 0.8,
            source: sources.size === 1 ? first.source : '*',
            ...attemptFacts(episode.attempts),
            reachedAt: episode.reachedAt,
            quietSeconds: quiet,
            until: activity.until,
            summary: `${sources.size === 1 ? first.source : `${sources.size} sources`} reached ${episode.peak} ${rule.count} within ${rule.withinMinutes} minutes, ${first.target}:${first.port} first`,
            evidence: attemptEvidence(episode.attempts, { most: episode.peak, counted: rule.count }),
          }),
        );
      }
    }
    return findings;
  };
}

type Attempts = Conversation['attempts'][number][];

function attemptsThatFit(
  conversation: Conversation,
  fits: (record: JsonObject) => boolean,
  places: Places,
): Attempts {
  const { pair } = conversation;
  const task = pair.targetTask ?? pair.sourceTask;
  const ofPair: JsonObject = {
    srcaddr: pair.source,
    dstaddr: pair.target,
    dstport: pair.port,
    protocol: pair.protocol,
    fromInternet: places.isPublic(pair.source),
    toInternet: places.isPublic(pair.target),
    ...(task?.cluster !== undefined && { ecsCluster: task.cluster }),
    ...(task?.service !== undefined && { ecsService: task.service }),
    ...(task !== undefined && { ecsTask: task.task }),
  };
  return conversation.attempts.filter(({ connection }) =>
    fits({
      ...ofPair,
      action: connection.rejected ? 'REJECT' : 'ACCEPT',
      packets: connection.packets,
      bytes: connection.bytes,
      replyPackets: connection.replyPackets,
      replyBytes: connection.replyBytes,
      seconds: connection.last - connection.first,
      answered: connection.answered,
    }),
  );
}

function keyOf(by: FlowRule['by'], { source, target, port }: Attempts[number]): string {
  if (by === 'source') return source;
  return by === 'target' ? `${target} ${port}` : `${source} ${target} ${port}`;
}

interface FlowEpisode {
  readonly attempts: Attempts;
  readonly reachedAt: number;
  readonly peak: number;
}

function episodesOf(rule: FlowRule, attempts: Attempts, quiet: number): readonly FlowEpisode[] {
  const seconds = rule.withinMinutes * 60;
  if (rule.count === 'bytes') return byteEpisodes(attempts, seconds, rule.atLeast);
  const keyed = attempts.map((of, index) => ({
    at: of.connection.first,
    key: countedKey(rule.count, of, index),
    of,
  }));
  return findEpisodes(keyed, seconds, rule.atLeast, Math.max(quiet, seconds)).map((episode) => ({
    attempts: episode.sightings.map(({ of }) => of),
    reachedAt: episode.reachedAt,
    peak: episode.peak,
  }));
}

function countedKey(
  count: FlowCount,
  { source, target, port }: Attempts[number],
  index: number,
): string | number {
  if (count === 'sources') return source;
  if (count === 'targets') return target;
  return count === 'ports' ? port : index;
}

/** The first window whose connections sent so much; one story, since the sum only grows. */
function byteEpisodes(attempts: Attempts, seconds: number, atLeast: number): readonly FlowEpisode[] {
  let from = 0;
  let sum = 0;
  let peak = 0;
  let reachedAt: number | undefined;
  for (const { connection } of attempts) {
    sum += connection.bytes;
    for (let old = attempts[from]; old !== undefined && connection.first - old.connection.first > seconds; ) {
      sum -= old.connection.bytes;
      from += 1;
      old = attempts[from];
    }
    peak = Math.max(peak, sum);
    if (sum >= atLeast) reachedAt ??= connection.last;
  }
  return reachedAt === undefined ? [] : [{ attempts, reachedAt, peak }];
}
