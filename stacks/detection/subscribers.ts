import { CfnMicrosoftTeamsChannelConfiguration, CfnSlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Subscription, SubscriptionFilter, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { IMPORTED_KINDS } from '../../handlers/security-hub/imported-kinds';
import type { NotificationKind } from '../../handlers/tell/notification';
import type { HarborwatchStack } from '../harborwatch-stack';
import { acknowledge } from '../parts/acknowledge';
import type { Handlers } from './handlers';
import type { Topics } from './topics';

const CANARY: NotificationKind = 'canary';

/** People get both topics, by mail and in chat; canaries are for no person to read. */
export function subscribePeople(scope: HarborwatchStack, { notifications, health }: Topics): void {
  const { settings } = scope;
  const mails = new Construct(scope, 'Mail');
  for (const endpoint of settings.notificationEmails) {
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
export function subscribeCanary(scope: HarborwatchStack, topic: ITopic, queue: IQueue): void {
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

function subscribeChats(scope: HarborwatchStack, snsTopicArns: string[]): void {
  const { slackChannels, teamsChannels, name } = scope.settings;
  if (slackChannels.length + teamsChannels.length === 0) return;
  const chat = new Construct(scope, 'Chat');
  // Both what the channel can do and, as a guardrail, what anybody in it ever could: draw the graph of an alarm.
  const mayDraw = new ManagedPolicy(chat, 'MayDraw', {
    statements: [
      new PolicyStatement({
        actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'cloudwatch:GetMetricWidgetImage'],
        resources: ['*'],
      }),
    ],
  });
  acknowledge(
    mayDraw,
    'AwsSolutions-IAM5[Resource::*]',
    'reading metrics and drawing them knows no resources; nothing else is allowed in the channel',
  );
  const role = new Role(chat, 'Role', {
    assumedBy: new ServicePrincipal('chatbot.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': scope.account } },
    }),
    managedPolicies: [mayDraw],
  });
  const common = {
    iamRoleArn: role.roleArn,
    guardrailPolicies: [mayDraw.managedPolicyArn],
    loggingLevel: 'ERROR',
    snsTopicArns,
  };
  for (const [index, channel] of slackChannels.entries()) {
    const [slackWorkspaceId = '', slackChannelId = ''] = channel.split('/');
    new CfnSlackChannelConfiguration(chat, `Slack-${slackChannelId}`, {
      ...common,
      configurationName: `${name}-slack-${index + 1}`,
      slackWorkspaceId,
      slackChannelId,
    });
  }
  for (const [index, channel] of teamsChannels.entries()) {
    const [teamId = '', teamsTenantId = '', teamsChannelId = ''] = channel.split('/');
    new CfnMicrosoftTeamsChannelConfiguration(chat, `Teams-${index + 1}`, {
      ...common,
      configurationName: `${name}-teams-${index + 1}`,
      teamId,
      teamsTenantId,
      // Chatbot wants the colon and the at of `19:…@thread.tacv2` escaped, as Teams writes them in its links.
      teamsChannelId: encodeURIComponent(decodeURIComponent(teamsChannelId)),
    });
  }
}
