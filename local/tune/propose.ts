import { thresholdsOfDetection } from '../../detections/custom/thresholds';
import type { Detection } from '../../detections/detection';
import type { RoleBook } from './role-book';
import type { Voice } from './voices';

/** One setting that would keep something quiet. */
export type Proposal =
  | { readonly kind: 'deploy-role'; readonly role: string }
  | { readonly kind: 'egress-port'; readonly port: number }
  | {
      readonly kind: 'suppression';
      readonly detection: string;
      readonly role?: string;
      readonly source?: string;
    }
  | { readonly kind: 'threshold'; readonly detection: string; readonly name: string; readonly value: number };

export interface Weighed {
  readonly proposal: Proposal;
  /** How many voices it is meant to keep quiet. */
  readonly gain: number;
}

/** Fewer are no noise: one of them may be the one that matters. */
const FEWEST = 3;
/** A pipeline works on this share of the days at least. */
const DAILY_SHARE = 0.2;

/**
 * Settings that would keep the most quiet, the best first. Nothing is proposed against what is critical, and against
 * chains nothing but to name the role that makes them every day.
 *
 * @param days that the logs speak of
 */
export function propose(
  voices: readonly Voice[],
  catalogue: readonly Detection[],
  roles: RoleBook,
  days: number,
): readonly Weighed[] {
  const byId = new Map(catalogue.map((detection) => [detection.id, detection]));
  const isOpen = ({ detection, severity }: Voice) => {
    const kind = byId.get(detection)?.detector.kind;
    return severity !== 'critical' && kind !== 'chain' && kind !== 'composite' && kind !== 'silence';
  };
  const weights = new Map<string, { proposal: Proposal; gain: number }>();
  const weigh = (proposal: Proposal) => {
    const key = JSON.stringify(proposal);
    const known = weights.get(key);
    if (known === undefined) weights.set(key, { proposal, gain: 1 });
    else known.gain += 1;
  };
  for (const voice of voices) {
    if (voice.severity === 'critical') continue;
    const role = roles.of(voice.actor);
    if (role !== undefined && role.days.size >= Math.max(2, days * DAILY_SHARE)) {
      weigh({ kind: 'deploy-role', role: role.arn });
    }
    // A chain is what a pipeline does all day, or it is a chain: nothing but naming the pipeline keeps one quiet.
    if (!isOpen(voice)) continue;
    if (voice.detection === 'unusual-egress') {
      for (const port of new Set(voice.ports)) weigh({ kind: 'egress-port', port });
    }
    if (role !== undefined) weigh({ kind: 'suppression', detection: voice.detection, role: role.arn });
    // Of API records the address is a network's: a NAT gateway's or an office's, with everybody behind it.
    else if (voice.actor === undefined && voice.address !== undefined) {
      weigh({ kind: 'suppression', detection: voice.detection, source: voice.address });
    }
    const detection = byId.get(voice.detection);
    const raised = detection === undefined ? undefined : raisedThreshold(detection);
    if (raised !== undefined) weigh(raised);
  }
  return [...weights.values()]
    .filter(({ gain }) => gain >= FEWEST)
    .sort((one, other) => other.gain - one.gain || rank(one.proposal) - rank(other.proposal));
}

/** Of two that keep as much quiet the one that says most about the fleet comes first. */
function rank({ kind }: Proposal): number {
  return ['deploy-role', 'egress-port', 'suppression', 'threshold'].indexOf(kind);
}

/** The number doubled; none for what one record is enough for: that is an act, and no rate. */
function raisedThreshold(detection: Detection): Proposal | undefined {
  const [name, threshold] =
    Object.entries(thresholdsOfDetection(detection)).find(([, { isSensitivity }]) => isSensitivity) ?? [];
  if (name === undefined || threshold === undefined || threshold.now <= 1) return undefined;
  const value = Math.min(threshold.most, threshold.now * 2);
  return value === threshold.now ? undefined : { kind: 'threshold', detection: detection.id, name, value };
}

/** `arn:…:role/build is a role that deploys`. */
export function describeProposal(proposal: Proposal): string {
  switch (proposal.kind) {
    case 'deploy-role':
      return `deployRoles: ${proposal.role}`;
    case 'egress-port':
      return `egressPorts: ${proposal.port}`;
    case 'suppression':
      return `suppressions: ${proposal.detection} of ${proposal.role ?? proposal.source ?? 'anybody'}`;
    case 'threshold':
      return `${proposal.detection}: ${proposal.name} ${proposal.value}`;
  }
}
