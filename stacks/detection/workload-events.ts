import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, ResourcePolicy } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { onBurst } from '../../detections/writing/alarm-settings';
import type { HarborwatchScope } from '../parts/harborwatch-scope';
import { FilterAlarm } from './alarms/filter-alarm';
import { onAnything } from './alarms/health-alarm';

export interface WorkloadEventsProps {
  readonly clusterName: string;
  readonly logKey: IKey;
  /** For events that could not be written. */
  readonly undelivered: IQueue;
  readonly topic: ITopic;
}

/** A task whose container ended or never began; scaling in and deployments stop tasks, too, and are none of these. */
export const TASK_FAILED_PATTERN =
  '{ ($.detail.lastStatus = "STOPPED") && (($.detail.stopCode = "EssentialContainerExited") || ($.detail.stopCode = "TaskFailedToStart")) }';
export const DEPLOYMENT_FAILED_PATTERN = '{ $.detail.eventName = "SERVICE_DEPLOYMENT_FAILED" }';
export const TASKS_NOT_STARTING_PATTERN =
  '{ ($.detail.eventName = "SERVICE_TASK_PLACEMENT_FAILURE") || ($.detail.eventName = "SERVICE_TASK_START_IMPAIRED") || ($.detail.eventName = "SERVICE_TASK_CONFIGURATION_FAILURE") }';

/**
 * What ECS says of a cluster's tasks and deployments, kept as lines to read in an incident, and counted: ECS has no
 * metric for any of it.
 */
export function workloadEvents(
  scope: HarborwatchScope,
  { clusterName, logKey, undelivered, topic }: WorkloadEventsProps,
): void {
  const { settings, partition, region, account } = scope;
  const events = new Construct(scope, 'EcsEvents');
  const logGroup = new LogGroup(events, 'Logs', {
    logGroupName: `/${settings.name}/ecs-events`,
    encryptionKey: logKey,
    retention: settings.logRetentionDays as number,
    removalPolicy: scope.removalPolicy,
  });
  const policy = new ResourcePolicy(events, 'EventsWrite', {
    resourcePolicyName: scope.names.alarm('ecs-events'),
    policyStatements: [
      new PolicyStatement({
        principals: [
          new ServicePrincipal('events.amazonaws.com'),
          new ServicePrincipal('delivery.logs.amazonaws.com'),
        ],
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    ],
  });
  const ecs = `arn:${partition}:ecs:${region}:${account}`;
  const rule = new CfnRule(events, 'Rule', {
    name: scope.names.alarm('ecs-events'),
    description: `What ECS says of the tasks and deployments of ${clusterName}`,
    eventPattern: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Task State Change', 'ECS Deployment State Change', 'ECS Service Action'],
      resources: [{ prefix: `${ecs}:task/${clusterName}/` }, { prefix: `${ecs}:service/${clusterName}/` }],
    },
    targets: [
      {
        id: 'Logs',
        arn: `arn:${partition}:logs:${region}:${account}:log-group:${logGroup.logGroupName}`,
        deadLetterConfig: { arn: undelivered.queueArn },
      },
    ],
  });
  // Without the policy CloudWatch Logs refuses the lines, and EventBridge says nothing.
  rule.node.addDependency(policy);
  undelivered.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [undelivered.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
    }),
  );

  new FilterAlarm(scope, 'tasks-failing', {
    pattern: TASK_FAILED_PATTERN,
    logGroup,
    alarm: onBurst(3),
    description: `Three tasks of ${clusterName} ended by themselves or never started within ten minutes. Their stoppedReason: filter detail.lastStatus = "STOPPED" in ${logGroup.logGroupName}; then their containers' log.`,
    topic,
  });
  new FilterAlarm(scope, 'deployment-failed', {
    pattern: DEPLOYMENT_FAILED_PATTERN,
    logGroup,
    alarm: onAnything,
    description: `A deployment in ${clusterName} failed, and the circuit breaker may have rolled it back: what runs is the old version. Its reason: filter detail.eventName = "SERVICE_DEPLOYMENT_FAILED" in ${logGroup.logGroupName}.`,
    topic,
  });
  new FilterAlarm(scope, 'tasks-not-starting', {
    pattern: TASKS_NOT_STARTING_PATTERN,
    logGroup,
    alarm: onAnything,
    description: `ECS cannot place or start tasks of ${clusterName}: no capacity, no address, a role or a secret that is missing. Its reason: filter detail.eventType != "INFO" in ${logGroup.logGroupName}.`,
    topic,
  });
}
