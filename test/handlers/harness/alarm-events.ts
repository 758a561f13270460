import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import type { LogEvent } from '../fake-aws/logs';
import { TRAIL_GROUP } from './environment';

/** The event of SNS with the messages of CloudWatch alarms; `at` in epoch seconds. */
export function alarmEvent(
  changes: readonly {
    readonly name: string;
    readonly state: 'ALARM' | 'OK';
    readonly at: number;
    readonly description?: string;
  }[],
): object {
  return {
    Records: changes.map(({ name, state, at, description }) => ({
      EventSource: 'aws:sns',
      Sns: {
        Subject: `${state}: "${name}" in EU (Ireland)`,
        Message: JSON.stringify({
          AlarmName: name,
          ...(description !== undefined && { AlarmDescription: description }),
          AWSAccountId: '111122223333',
          NewStateValue: state,
          OldStateValue: state === 'ALARM' ? 'OK' : 'ALARM',
          NewStateReason: 'Threshold Crossed: 1 datapoint was greater than or equal to the threshold (1.0).',
          StateChangeTime: new Date(at * 1000).toISOString().replace('Z', '+0000'),
          Region: 'EU (Ireland)',
        }),
      },
    })),
  };
}

/** What the scheduler sends each minute. */
export const TICK = { source: 'aws.scheduler', 'detail-type': 'Scheduled Event', detail: {} };

/** A CloudTrail record as it lies in the trail's log group. */
export function trailEvent(record: CloudTrailRecord, at: number, eventID: string): LogEvent {
  const eventTime = new Date(at * 1000).toISOString().replace(/\.\d+Z/, 'Z');
  return {
    logGroup: TRAIL_GROUP,
    timestamp: at * 1000,
    eventId: `log-${eventID}`,
    message: JSON.stringify({ ...record, eventTime, eventID }),
  };
}
