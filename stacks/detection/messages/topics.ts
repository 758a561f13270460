import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import { MessageTopic } from './message-topic';

export interface Topics {
  /** CloudWatch's alarms of detections. */
  readonly alarms: MessageTopic;
  /** Rendered messages. */
  readonly notifications: MessageTopic;
  /** Health alarms and failures, past the handlers. */
  readonly health: MessageTopic;
}

export function makeTopics(scope: HarborwatchScope, key: IKey): Topics {
  return {
    alarms: new MessageTopic(scope, 'AlarmTopic', {
      suffix: 'alarms',
      displayName: 'Harborwatch alarms as CloudWatch says them',
      key,
      takesAlarms: true,
    }),
    notifications: new MessageTopic(scope, 'NotificationTopic', {
      suffix: 'notifications',
      displayName: 'Harborwatch',
      key,
      takesAlarms: false,
    }),
    health: new MessageTopic(scope, 'HealthTopic', {
      suffix: 'health',
      displayName: 'Harborwatch health',
      key,
      takesAlarms: true,
    }),
  };
}
