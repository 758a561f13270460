import { CfnMicrosoftTeamsChannelConfiguration, CfnSlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../../parts/acknowledge';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';

/**
 * Slack and Teams through Amazon Q Developer in chat applications. Its workspace or team is connected by hand, once;
 * its subscriptions take no filter.
 */
export function subscribeChats(scope: HarborwatchScope, snsTopicArns: string[]): void {
  const { slackChannels, teamsChannels } = scope.settings;
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
    // Where the service says for which account it asks, it has to be this one; its pages do not say that it does.
    assumedBy: new ServicePrincipal('chatbot.amazonaws.com', {
      conditions: { StringEqualsIfExists: { 'aws:SourceAccount': scope.account } },
    }),
    managedPolicies: [mayDraw],
  });
  const common = {
    iamRoleArn: role.roleArn,
    guardrailPolicies: [mayDraw.managedPolicyArn],
    loggingLevel: 'ERROR',
    snsTopicArns,
  };
  for (const [index, channel] of [...new Set(slackChannels)].entries()) {
    const [slackWorkspaceId = '', slackChannelId = ''] = channel.split('/');
    new CfnSlackChannelConfiguration(chat, `Slack-${slackChannelId}`, {
      ...common,
      configurationName: scope.globalName(`slack-${index + 1}`),
      slackWorkspaceId,
      slackChannelId,
    });
  }
  for (const [index, channel] of [...new Set(teamsChannels)].entries()) {
    const [teamId = '', teamsTenantId = '', teamsChannelId = ''] = channel.split('/');
    new CfnMicrosoftTeamsChannelConfiguration(chat, `Teams-${index + 1}`, {
      ...common,
      configurationName: scope.globalName(`teams-${index + 1}`),
      teamId,
      teamsTenantId,
      // Chatbot wants the colon and the at of `19:…@thread.tacv2` escaped, as Teams writes them in its links.
      teamsChannelId: encodeURIComponent(decodeURIComponent(teamsChannelId)),
    });
  }
}
