import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';

/** What a call is named by, shared by all records of it. */
export interface NamedCall {
  /** `ecs:ExecuteCommand`. */
  readonly call: string;
  /** `ExecuteCommand`. */
  readonly eventName: string;
}

export function namedCall({ eventSource, eventName }: CloudTrailRecord): NamedCall {
  return { call: callName(eventSource, eventName), eventName };
}

/** `ecs:ExecuteCommand`. */
export function callName(eventSource: string, eventName: string): string {
  return `${eventSource.replace(/\.amazonaws\.com$/, '')}:${eventName}`;
}
