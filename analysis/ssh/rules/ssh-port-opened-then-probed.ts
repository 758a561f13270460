import { counted } from '../../counted';
import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import { viewOf } from '../connections/conversations';
import type { FlowPair } from '../connections/flow-pair';
import { placesOf } from '../connections/places';
import type { PortOpening } from '../context/known-events';
import type { SshPolicy } from '../policy';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { FLOW_WINDOWS } from '../windows';
import { sshBruteForce } from './ssh-brute-force';
import { sshBruteForceFlat } from './ssh-brute-force-flat';
import { sshFilteredProbe } from './ssh-filtered-probe';
import { sshHorizontalScan } from './ssh-horizontal-scan';
import { sshProbeBurst } from './ssh-probe-burst';

/** Probes within an hour of the opening belong to it. */
const WINDOW_SECONDS = FLOW_WINDOWS['ssh-port-opened-then-probed'];
const QUIET_SECONDS = quietSeconds('ssh-port-opened-then-probed');
const PROBES = [sshFilteredProbe, sshProbeBurst, sshBruteForce, sshBruteForceFlat, sshHorizontalScan];

/** How surely a probed interface belongs to the security group that was opened. */
const CONFIDENCE = { sameGroup: 0.9, sameVpc: 0.6, unknown: 0.4 };

/**
 * An SSH port is opened to the world, and within the hour somebody from the internet is at it.
 *
 * Flow logs hold no security groups: they come from the API records of the interface. Where those are not at
 * hand the same VPC counts for less, and an interface known to be in other groups does not count at all.
 */
export function sshPortOpenedThenProbed(activity: SshActivity, policy: SshPolicy): Finding[] {
  if (activity.openings.size === 0) return [];
  const probes = PROBES.flatMap((rule) => rule(activity, policy)).filter(({ source }) =>
    placesOf(policy).isPublic(source),
  );
  const findings: Finding[] = [];
  for (const opening of activity.openings.values()) {
    const after = probes.filter(
      (probe) =>
        probe.lastSeen >= opening.at &&
        (probe.changes[0]?.at ?? probe.firstSeen) <= opening.at + WINDOW_SECONDS &&
        probe.ports.some((port) => port >= opening.fromPort && port <= opening.toPort),
    );
    for (const finding of after) {
      const confidence = confidenceOf(finding, opening, activity, policy);
      if (confidence === undefined) continue;
      findings.push(joined(opening, finding, confidence, activity.until));
    }
  }
  return firstPerSource(findings);
}

function confidenceOf(
  probe: Finding,
  opening: PortOpening,
  activity: SshActivity,
  policy: SshPolicy,
): number | undefined {
  let best: number | undefined;
  for (const { pair, connections } of viewOf(activity, policy).sshBySource.get(probe.source) ?? []) {
    if (!probe.targets.includes(pair.target)) continue;
    const isLater = ({ first, last }: { first: number; last: number }) =>
      last >= opening.at && first <= opening.at + WINDOW_SECONDS;
    if (!connections.some(isLater)) continue;
    best = Math.max(best ?? 0, pairConfidence(pair, opening, activity));
  }
  return best === 0 ? undefined : best;
}

function pairConfidence(pair: FlowPair, opening: PortOpening, activity: SshActivity): number {
  const interfaces = new Set(pair.slices.map(({ interfaceId }) => interfaceId));
  let isKnown = false;
  for (const interfaceId of interfaces) {
    const groups = activity.interfaceGroups.get(interfaceId);
    if (groups?.includes(opening.groupId)) return CONFIDENCE.sameGroup;
    if (groups !== undefined) isKnown = true;
  }
  if (isKnown) return 0;
  if (pair.vpcId === undefined || opening.vpcId === undefined) return CONFIDENCE.unknown;
  return pair.vpcId === opening.vpcId ? CONFIDENCE.sameVpc : 0;
}

/** `port 22`, `ports 0 to 65535`. */
function portsOf({ fromPort, toPort }: PortOpening): string {
  return fromPort === toPort ? `port ${fromPort}` : `ports ${fromPort} to ${toPort}`;
}

function joined(opening: PortOpening, probe: Finding, confidence: number, until: number): Finding {
  const reachedAt = Math.max(opening.at, probe.changes[0]?.at ?? probe.firstSeen);
  const minutes = Math.max(0, Math.round((reachedAt - opening.at) / 60));
  return tellStory({
    detection: 'ssh-port-opened-then-probed',
    severity: confidence >= CONFIDENCE.sameVpc ? 'critical' : 'high',
    confidence,
    source: probe.source,
    targets: probe.targets,
    ports: probe.ports,
    times: [opening.at, reachedAt],
    reachedAt,
    lastSeen: probe.lastSeen,
    quietSeconds: QUIET_SECONDS,
    until,
    summary: `${opening.actor} opened ${portsOf(opening)} of ${opening.groupId} to the world; ${counted(minutes, 'minute')} later ${probe.source} was at it (${probe.detection})`,
    evidence: {
      openedBy: opening.actor,
      openedAt: new Date(opening.at * 1000).toISOString(),
      openingEventId: opening.eventId,
      securityGroup: opening.groupId,
      probe: probe.id,
      ...probe.evidence,
    },
  });
}

/** Several rules see the same prober: the surest join stands, told when it was first true. */
function firstPerSource(findings: readonly Finding[]): Finding[] {
  const best = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.evidence['openingEventId']} ${finding.source}`;
    const known = best.get(key);
    const isBetter =
      known === undefined ||
      finding.confidence > known.confidence ||
      (finding.confidence === known.confidence &&
        (finding.changes[0]?.at ?? 0) < (known.changes[0]?.at ?? 0));
    if (isBetter) best.set(key, finding);
  }
  return [...best.values()];
}
