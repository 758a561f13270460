import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import type { SshActivity } from '../activity';
import type { SshPolicy } from '../policy';
import { type Conversation, viewOf } from './conversations';

/** Connections of one minute: its begin in epoch seconds, how many were let through and rejected, and both on SSH ports. */
export type SourceMinute = readonly [
  at: number,
  accepted: number,
  rejected: number,
  sshAccepted: number,
  sshRejected: number,
];

/** What one address did, minute by minute; only minutes that hold any, ascending. */
export interface SourceMinutes {
  readonly source: string;
  readonly minutes: readonly SourceMinute[];
}

const MINUTE = 60;

/** The addresses that a finding is about: its source, or those that its evidence lists where it is about many. */
export function sourcesOf({ source, evidence: { sources } }: Finding): readonly string[] {
  return source === '*' ? (Array.isArray(sources) ? sources.map(String) : []) : [source];
}

/**
 * The connections behind findings, by source and minute. A source that no connection is of has no entry, and neither have
 * trusted ones.
 *
 * @example
 * sourceMinutes([bruteForce], activity, policy) // [{ source: '192.0.2.44', minutes: [[1_762_073_940, 12, 0, 12, 0]] }]
 */
export function sourceMinutes(
  findings: readonly Finding[],
  activity: SshActivity,
  policy: SshPolicy,
): readonly SourceMinutes[] {
  if (findings.length === 0) return [];
  const { all } = viewOf(activity, policy);
  const bySource = groupBy(all, ({ pair }) => pair.source);
  const sshPorts = new Set(policy.sshPorts);
  const sources = new Set(findings.flatMap(sourcesOf));
  return [...sources].flatMap((source) => {
    const own = bySource.get(source);
    return own === undefined ? [] : [{ source, minutes: minutesOf(own, sshPorts) }];
  });
}

function minutesOf(own: readonly Conversation[], sshPorts: ReadonlySet<number>): readonly SourceMinute[] {
  const counts = new Map<number, [number, number, number, number]>();
  for (const { pair, connections } of own) {
    const isSsh = pair.protocol === 6 && sshPorts.has(pair.port);
    for (const { first, rejected } of connections) {
      const at = Math.floor(first / MINUTE) * MINUTE;
      const known = counts.get(at) ?? [0, 0, 0, 0];
      counts.set(at, known);
      known[rejected ? 1 : 0] += 1;
      if (isSsh) known[rejected ? 3 : 2] += 1;
    }
  }
  return [...counts].sort(([one], [other]) => one - other).map(([at, sums]) => [at, ...sums] as const);
}
