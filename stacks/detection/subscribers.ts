import { Annotations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Subscription, SubscriptionFilter, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { IMPORTED_KINDS } from '../../handlers/security-hub/imported-kinds';
import type { NotificationKind } from '../../handlers/tell/notification';
import { acknowledge } from '../parts/acknowledge';
import type { HarborwatchScope } from '../parts/harborwatch-scope';
import type { Handlers } from './handlers/handlers';
import { subscribeChats } from './messages/chat-channels';
import type { Topics } from './messages/topics';

const CANARY: NotificationKind = 'canary';

/** People get both topics, by mail and in chat; canaries are for no person to read. */
export function subscribePeople(scope: HarborwatchScope, { notifications, health }: Topics): void {
  const { settings } = scope;
  const mails = new Construct(scope, 'Mail');
  for (const endpoint of new Set(settings.notificationEmails)) {
    const mail = new Construct(mails, endpoint);
    const protocol = SubscriptionProtocol.EMAIL;
    new Subscription(mail, 'Notifications', {
      topic: notifications,
      protocol,
      endpoint,
      filterPolicy: { kind: SubscriptionFilter.stringFilter({ denylist: [CANARY] }) },
    });
    new Subscription(mail, 'Health', { topic: health, protocol, endpoint });
  }
  acknowledge(
    mails,
    'Serverless-SNSRedrivePolicy',
    'SNS hands mail on by itself and tries for hours; what it cannot hand on is an alarm',
  );
  subscribeChats(scope, [notifications.topicArn, health.topicArn]);
  const { notificationEmails, slackChannels, teamsChannels } = settings;
  if (notificationEmails.length + slackChannels.length + teamsChannels.length > 0) return;
  Annotations.of(scope).addWarningV2(
    'harborwatch:NobodyIsTold',
    'alarms will reach nobody: give notificationEmails, slackChannels or teamsChannels, or subscribe to the topics yourself',
  );
}

/** Alarms go to the function that adds the facts, and what it tells goes into Security Hub where that is wanted. */
export function subscribeHandlers(functions: Handlers, topics: Topics, undelivered: IQueue): void {
  topics.alarms.addSubscription(
    new LambdaSubscription(functions['alarm-context'], { deadLetterQueue: undelivered }),
  );
  const securityHubImport = functions['security-hub-import'];
  if (securityHubImport === undefined) return;
  topics.notifications.addSubscription(
    new LambdaSubscription(securityHubImport, {
      deadLetterQueue: undelivered,
      filterPolicy: { kind: SubscriptionFilter.stringFilter({ allowlist: [...IMPORTED_KINDS] }) },
    }),
  );
}

/** Where the canary's message must come out; nothing else gets there. */
export function subscribeCanary(scope: HarborwatchScope, topic: ITopic, queue: IQueue): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: 'CanaryArrives',
      principals: [new ServicePrincipal('sns.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': topic.topicArn } },
    }),
  );
  // By hand: CDK's own subscription of an encrypted queue writes the topic into the key's policy, which is a cycle.
  const subscription = new Subscription(scope, 'CanarySubscription', {
    topic,
    protocol: SubscriptionProtocol.SQS,
    endpoint: queue.queueArn,
    filterPolicy: { kind: SubscriptionFilter.stringFilter({ allowlist: [CANARY] }) },
  });
  acknowledge(
    subscription,
    'Serverless-SNSRedrivePolicy',
    'a canary that does not arrive is what the chain check looks for, and another one follows within the hour',
  );
}
