import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';

/**
 * The key of everything that holds messages: topics, queues, state. Services that publish are let in by name and
 * only for this deployment's alarms and topics; functions are let in by their own roles.
 *
 * The names are patterns, no references: a key that refers to a topic that refers to the key is a cycle.
 */
export function messagesKey(scope: HarborwatchScope): Key {
  const { account, settings, names } = scope;
  const key = new Key(scope, 'MessagesKey', {
    alias: `${settings.name}-messages`,
    description: 'Topics, queues and state of the monitoring',
    enableKeyRotation: true,
    pendingWindow: Duration.days(scope.isProduction ? 30 : 7),
    removalPolicy: scope.removalPolicy,
  });
  const arn = (service: string, resource: string) =>
    `arn:${scope.partition}:${service}:${scope.region}:${account}:${resource}`;
  const letIn = (sid: string, service: string, sourceArn: string) =>
    key.addToResourcePolicy(
      new PolicyStatement({
        sid,
        principals: [new ServicePrincipal(service)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': sourceArn },
        },
      }),
    );
  letIn('AlarmsPublish', 'cloudwatch.amazonaws.com', arn('cloudwatch', `alarm:${names.alarmPrefix}*`));
  letIn('TopicsDeliver', 'sns.amazonaws.com', arn('sns', `${settings.name}-*`));
  // EventBridge writes dead letters only. It names no source when it asks for the key, and with a condition on one its
  // messages are dropped without a word: this one holds where it should ever name another account.
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'EventsDeliver',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEqualsIfExists: { 'aws:SourceAccount': account } },
    }),
  );
  return key;
}
