import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';

import { letAlarmsPublish } from './alarms-publish';

export interface MessageTopicProps {
  /** Completes the topic's name: `alarms`. */
  readonly suffix: string;
  readonly displayName: string;
  readonly key: IKey;
  /** Whether CloudWatch's alarms publish here. */
  readonly takesAlarms: boolean;
}

/** An encrypted topic that takes messages over TLS, from this account's functions and, where said, its alarms. */
export class MessageTopic extends Topic {
  constructor(scope: HarborwatchScope, id: string, props: MessageTopicProps) {
    super(scope, id, {
      topicName: `${scope.settings.name}-${props.suffix}`,
      displayName: props.displayName,
      masterKey: props.key,
      enforceSSL: true,
    });
    if (props.takesAlarms) letAlarmsPublish(this as ITopic, scope.account);
  }
}
