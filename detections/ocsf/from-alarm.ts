import type { Cause } from '../../analysis/cause';
import type { Severity } from '../../analysis/finding';
import { isoTime } from '../../analysis/iso-time';
import type { Detection } from '../detection';
import { toEndpoint } from './endpoint';
import { toObservables } from './observables';
import { ocsfEvent } from './ocsf-event';
import type { OcsfObject } from './ocsf-object';

/** What a state change of an alarm has to tell, in a replay and in the account alike. */
export interface AlarmTelling {
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** Red already: more of the same came. @default false */
  readonly isUpdate?: boolean;
  readonly severity: Severity;
  /** Epoch seconds. */
  readonly at: number;
  /** The records behind it, in time order. */
  readonly causes: readonly Cause[];
  /** How many records there were; more than `causes` where not all were kept. */
  readonly causeCount: number;
  /** One sentence with the facts where there are no records to show. */
  readonly note: string | undefined;
}

/**
 * A state change of an alarm as an OCSF event: ALARM creates the finding, more of the same updates it, OK closes it.
 *
 * @param raised the change to ALARM that this change belongs to; for ALARM, the change itself
 */
export function fromAlarm(change: AlarmTelling, raised: AlarmTelling, detection: Detection): OcsfObject {
  const times = [...raised.causes, ...change.causes].map((cause) => cause.at);
  const event = ocsfEvent({
    activity: change.state !== 'ALARM' ? 'close' : change.isUpdate === true ? 'update' : 'create',
    at: change.at,
    uid: `${detection.id}/${isoTime(raised.at)}`,
    detection,
    severity: change.severity,
    message: `${detection.id}: ${change.state}`,
    description: change.note ?? detection.runbook.meaning,
    createdAt: raised.at,
    firstSeen: times.length === 0 ? raised.at : Math.min(...times),
    lastSeen: times.length === 0 ? change.at : Math.max(...times),
    count: Math.max(1, change.causeCount),
    dataSource: isAboutFlowLogs(detection) ? 'VPC Flow Logs' : 'CloudTrail',
  });
  const { causes } = change;
  return {
    ...event,
    cloud: toCloud(raised.causes[0]),
    ...(causes.length > 0 && { evidences: causes.map(toEvidence) }),
    ...(causes.length > 0 && {
      observables: toObservables(
        causes.flatMap((cause) => [
          { kind: 'ip', path: 'evidences[].src_endpoint.ip', value: cause.sourceAddress ?? '' },
          { kind: 'userName', path: 'evidences[].actor.user.name', value: cause.identity },
        ]),
      ),
    }),
  };
}

function isAboutFlowLogs({ detector }: Detection): boolean {
  return detector.kind === 'silence' && detector.of === 'flow-logs';
}

export function toCloud(cause: Cause | undefined): OcsfObject {
  return {
    provider: 'AWS',
    ...(cause?.region !== undefined && { region: cause.region }),
    ...(cause?.account !== undefined && {
      account: { uid: cause.account, type: 'AWS Account', type_id: 10 },
    }),
  };
}

/** A record behind an alarm or a finding. */
export function toEvidence(cause: Cause): OcsfObject {
  const [service, operation] = splitOnce(cause.call, ':');
  return {
    uid: cause.eventId,
    api: {
      operation,
      service: { name: `${service}.amazonaws.com` },
      ...(cause.errorCode !== undefined && { response: { error: cause.errorCode } }),
    },
    actor: {
      user: { name: cause.identity, ...(cause.identityArn !== undefined && { uid: cause.identityArn }) },
    },
    ...(cause.sourceAddress !== undefined && { src_endpoint: toEndpoint(cause.sourceAddress) }),
    data: { eventID: cause.eventId, eventTime: isoTime(cause.at), awsRegion: cause.region ?? null },
  };
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}
