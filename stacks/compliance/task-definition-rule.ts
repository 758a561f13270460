import { CfnConfigRule } from 'aws-cdk-lib/aws-config';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { functionAlarms } from '../detection/alarms/function-alarms';
import { handlerVariables } from '../detection/handlers/handler-variables';
import type { HarborwatchStack } from '../harborwatch-stack';
import { HandlerFunction } from '../parts/handler-function';

export interface TaskDefinitionRuleProps {
  readonly logKey: IKey;
  /** Who hears when the function fails. */
  readonly healthTopic: ITopic;
}

/** The judge of task definitions as a custom rule of AWS Config. */
export class TaskDefinitionRule extends Construct {
  constructor(scope: HarborwatchStack, id: string, { logKey, healthTopic }: TaskDefinitionRuleProps) {
    super(scope, id);
    const { settings, account } = scope;
    const { function: judge } = new HandlerFunction(scope, 'Judge', {
      handler: 'task-definition-rule',
      variables: handlerVariables('task-definition-rule', {
        ownRegistries:
          settings.ownRegistries.length === 0 ? undefined : JSON.stringify(settings.ownRegistries),
      }),
      logKey,
      onFailure: healthTopic,
    });
    // Neither call has a resource that a policy could name: HandlerFunction says so of the wildcard.
    judge.addToRolePolicy(
      new PolicyStatement({
        actions: ['config:PutEvaluations', 'config:GetResourceConfigHistory'],
        resources: ['*'],
      }),
    );
    judge.addPermission('AskedByConfig', {
      principal: new ServicePrincipal('config.amazonaws.com'),
      sourceAccount: account,
    });
    const rule = new CfnConfigRule(this, 'Rule', {
      configRuleName: `${settings.name}-task-definitions`,
      description:
        'Task definitions break no rule of medium severity or above: docs/task-definition-rules.md',
      scope: { complianceResourceTypes: ['AWS::ECS::TaskDefinition'] },
      source: {
        owner: 'CUSTOM_LAMBDA',
        sourceIdentifier: judge.functionArn,
        sourceDetails: [
          'ConfigurationItemChangeNotification',
          'OversizedConfigurationItemChangeNotification',
        ].map((messageType) => ({ eventSource: 'aws.config', messageType })),
      },
    });
    // CloudFormation lets Config ask only once it may.
    rule.node.addDependency(judge);
    functionAlarms(scope, { handler: 'task-definition-rule', function: judge, topic: healthTopic });
  }
}
