import type { Cause } from '../../analysis/cause';
import type { Finding, FindingChange } from '../../analysis/finding';
import type { Detection } from '../detection';
import { toEndpoint } from './endpoint';
import { toCloud, toEvidence } from './from-alarm';
import { toObservables } from './observables';
import { ocsfEvent } from './ocsf-event';
import type { OcsfObject } from './ocsf-object';

const ACTIVITY_OF = { START: 'create', UPDATE: 'update', END: 'close' } as const;
const TARGETS_SHOWN = 100;
/** OCSF's confidence_id, by the lowest score that earns it. */
const CONFIDENCE = [
  { from: 70, id: 3, name: 'High' },
  { from: 40, id: 2, name: 'Medium' },
  { from: 0, id: 1, name: 'Low' },
] as const;

/** One telling of a finding as an OCSF event, with the evidence as it stood when it was rendered. */
export function fromFinding(finding: Finding, change: FindingChange, detection: Detection): OcsfObject {
  const event = ocsfEvent({
    activity: ACTIVITY_OF[change.state],
    at: change.at,
    uid: finding.id,
    detection,
    severity: finding.severity,
    message: finding.summary,
    description: finding.summary,
    createdAt: finding.changes[0]?.at ?? change.at,
    firstSeen: finding.firstSeen,
    lastSeen: finding.lastSeen,
    count: Math.max(1, Math.round(change.count)),
    dataSource: finding.log === 'cloudtrail' ? 'CloudTrail' : 'VPC Flow Logs',
  });
  const score = Math.round(finding.confidence * 100);
  const confidence = CONFIDENCE.find(({ from }) => score >= from);
  const sure = {
    confidence_score: score,
    confidence_id: confidence?.id ?? 0,
    confidence: confidence?.name ?? 'Unknown',
  };
  if (finding.causes !== undefined) return { ...event, ...sure, ...aboutCalls(finding, finding.causes) };
  const targets = finding.targets.slice(0, TARGETS_SHOWN);
  return {
    ...event,
    ...sure,
    cloud: { provider: 'AWS' },
    evidences: toEvidences(finding),
    ...(targets.length > 0 && {
      resources: targets.map((target) => ({
        name: target,
        type: 'Network interface',
        role: 'Target',
        role_id: 1,
      })),
    }),
    observables: toObservables([
      { kind: 'ip', path: 'evidences[].src_endpoint.ip', value: finding.source },
      ...targets.map((value) => ({ kind: 'ip' as const, path: 'evidences[].dst_endpoint.ip', value })),
    ]),
  };
}

/** What API records show: each with its actor, and the numbers beside them. */
function aboutCalls({ detection, evidence }: Finding, causes: readonly Cause[]): OcsfObject {
  return {
    cloud: toCloud(causes[0]),
    evidences: [...causes.map(toEvidence), { name: detection, data: evidence }],
    observables: toObservables(
      causes.flatMap((cause) => [
        { kind: 'ip' as const, path: 'evidences[].src_endpoint.ip', value: cause.sourceAddress ?? '' },
        { kind: 'userName' as const, path: 'evidences[].actor.user.name', value: cause.identity },
      ]),
    ),
  };
}

/** The numbers stand in `data`; source and first target make the endpoints, where there is one of each. */
function toEvidences({ source, targets, ports, evidence, detection }: Finding): readonly OcsfObject[] {
  const [target] = targets;
  const port = ports.length === 1 ? ports[0] : undefined;
  return [
    {
      name: detection,
      data: evidence,
      ...(source !== '*' && { src_endpoint: toEndpoint(source) }),
      ...(target !== undefined && { dst_endpoint: toEndpoint(target, port) }),
    },
  ];
}
