import { textAt } from '../../analysis/trail/json-path';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { byHand } from '../writing/callers';
import {
  allOf,
  anyOf,
  byOtherThanDeployRoles,
  calls,
  exceptDeployRoles,
  jsonPattern,
  SUCCEEDED,
} from '../writing/pattern-text';
import { on, when } from '../writing/trail-rules';

/** The issuer's name as IAM has it: unique in an account, so nobody else carries it beside the service-linked role. */
const ISSUER_NAME = '$.userIdentity.sessionContext.sessionIssuer.userName';

function byOtherThan(roleName: string): string {
  return anyOf(`(${ISSUER_NAME} NOT EXISTS)`, `(${ISSUER_NAME} != "${roleName}")`);
}

const NOT_AUTO_SCALING = byOtherThan('AWSServiceRoleForApplicationAutoScaling_ECSService');

const INVOKED_BY = '$.userIdentity.invokedBy';

/**
 * Neither ECS, its auto scaling nor CodeDeploy at work, with a service-linked role or with one of the team's: each does
 * what a call of its own told it, and that call is told where somebody else made it. CloudFormation is another matter:
 * what is in a stack no call says. Begun and not spelt out, as nobody but AWS writes this field and roles need the room.
 */
const NOT_IN_A_DEPLOYMENT = anyOf(
  `(${INVOKED_BY} NOT EXISTS)`,
  `(${allOf(`(${INVOKED_BY} != "ecs.*")`, `(${INVOKED_BY} != "codedeploy.*")`)})`,
);

/**
 * A deployment that CodeDeploy was told to make. What it gets for ECS and Lambda is YAML or JSON, in the call or in a
 * bucket; archives and commits are for instances.
 */
function deployedByCodeDeploy(call: TrailCall): string | false {
  if (!call.succeeded || !byHand(call)) return false;
  const bundle = textAt(call.request, 'revision.s3Location.bundleType');
  if (textAt(call.request, 'revision.revisionType') === 'GitHub') return false;
  if (bundle !== undefined && !/^(?:json|yaml)$/i.test(bundle)) return false;
  return `deploys ${call.text('applicationName') ?? 'an application'} by CodeDeploy`;
}

/** Services that come, go, shrink and grow, and what stands in front of them. */
export const ecsServices: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'ecs-service-created',
    title: 'Service or daemon created by an identity that does not deploy',
    severity: 'medium',
    attack: ['T1610'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'CreateService', 'CreateExpressGatewayService', 'CreateDaemon'),
        SUCCEEDED,
        byOtherThanDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A service, an Express gateway service or a daemon was created past the pipeline. A daemon runs one task on each container instance of its capacity.',
      impact: 'Something new runs for good and is restarted when it dies: a way to stay, or to mine.',
      diagnosis: [
        'Read requestParameters.{cluster,serviceName,taskDefinition,desiredCount} and open that task definition: whose image is it?',
        'In the 30 minutes before, look for RegisterTaskDefinition and CreateCluster with the same userIdentity.accessKeyId.',
        'An Express gateway service also makes a load balancer: find it in responseElements and see who can reach it.',
      ],
      response: [
        'Remove it: `aws ecs delete-service --cluster <cluster> --service <service> --force`, or delete-express-gateway-service, delete-daemon.',
        "Keep creation of services to the deploy role with a permission boundary on people's roles.",
      ],
    },
  },
  {
    id: 'ecs-service-deleted',
    title: 'Service, gateway service or daemon deleted',
    severity: 'high',
    attack: ['T1489', 'T1485'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'DeleteService', 'DeleteExpressGatewayService', 'DeleteDaemon'),
        SUCCEEDED,
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A service, an Express gateway service or a daemon was deleted. With requestParameters.force true its running tasks are stopped with it, without scaling down first.',
      impact: 'An outage from this minute on, if it was in use.',
      diagnosis: [
        'Confirm the loss: RunningTaskCount of the service and HTTP 5xx of its load balancer in the last 15 minutes.',
        'In the 15 minutes around, look for other DeleteService, DeleteCluster and DeleteLoadBalancer by the same accessKeyId: is it one service or a sweep?',
        'Is a stack being deleted? userAgent cloudformation.amazonaws.com and DeleteStack by the same person within 30 minutes; requestParameters.cluster tells which environment it was.',
      ],
      response: [
        'A sweep: cut the identity off first, restore after.',
        'Recreate with the pipeline; by hand `aws ecs create-service` with the last taskDefinition, network configuration and target group from its CreateService record.',
        'Give ecs:DeleteService on production clusters to the deploy role only.',
      ],
    },
  },
  {
    id: 'ecs-service-scaled-to-zero',
    title: 'Service scaled to zero tasks',
    severity: 'high',
    attack: ['T1489'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'UpdateService'),
        '($.requestParameters.desiredCount = 0)',
        SUCCEEDED,
        NOT_AUTO_SCALING,
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'UpdateService set desiredCount to 0, and it was not Application Auto Scaling.',
      impact: 'Every task of the service stops; it serves nothing until somebody scales it up.',
      diagnosis: [
        'Which service: requestParameters.service. Does a nightly schedule do this at the same minute on the last 5 working days?',
        'In the 10 minutes around, is it the only one? Count UpdateService with desiredCount 0 by userIdentity.arn.',
        'In the 24 hours after, watch for DeleteService on it: scale down, then delete, is the way to remove one.',
      ],
      response: [
        'Scale back: `aws ecs update-service --cluster <cluster> --service <service> --desired-count <n>`; n stands in the UpdateService or CreateService record before.',
        'A schedule of yours: put its exact role into deployRoles.',
      ],
    },
  },
  {
    id: 'ecs-service-scaled-far-up',
    title: 'Service created with or scaled to 20 tasks or more',
    severity: 'medium',
    attack: ['T1496'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // The published mining incident asked for 25 tasks a service.
      pattern: jsonPattern(
        calls('ecs', 'CreateService', 'UpdateService'),
        '($.requestParameters.desiredCount >= 20)',
        SUCCEEDED,
        NOT_AUTO_SCALING,
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'A desiredCount of 20 or more was asked for, not by Application Auto Scaling.',
      impact: 'Cost, and Fargate quota that your own services then lack.',
      diagnosis: [
        'Compare requestParameters.desiredCount with what the service had over the last 7 days.',
        'Multiply by cpu and memory of requestParameters.taskDefinition, and check the image there against your registry.',
        'In the same 15 minutes, look for CreateService with the same count in other regions (awsRegion).',
      ],
      response: [
        'Not wanted: desired count back to the old value, and a maximum through Application Auto Scaling.',
        'Fleets that are this large every day: scale through auto scaling or list the role in deployRoles.',
      ],
    },
  },
  {
    id: 'ecs-service-updated-outside-pipeline',
    title: 'Service or its deployment changed by an identity that does not deploy',
    severity: 'medium',
    attack: ['T1578', 'T1686.001'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // UpdateTaskProtection is left out: tasks protect themselves with it in normal work.
      pattern: jsonPattern(
        calls(
          'ecs',
          'UpdateService',
          'UpdateExpressGatewayService',
          'UpdateDaemon',
          '*TaskSet',
          '*ServiceDeployment',
        ),
        SUCCEEDED,
        NOT_IN_A_DEPLOYMENT,
        byOtherThanDeployRoles(deployRoles),
      ),
      beyond: [when(on('codedeploy', 'CreateDeployment'), deployedByCodeDeploy)],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'Somebody changed a running service, Express gateway service or daemon by hand, moved its task sets, or began, stopped or continued its deployment.',
      impact:
        'What runs is no longer what the repository says: a new task definition may have come with it, a security fix is held back, or a closed service was opened by giving it other security groups or subnets.',
      diagnosis: [
        'List what was set: the keys of requestParameters. Only forceNewDeployment is a restart; taskDefinition is new code.',
        'If requestParameters.networkConfiguration is there, compare its groups and subnets with the deployment before: `aws ec2 describe-security-group-rules --filters Name=group-id,Values=<sg>`, then an hour of flow logs for new srcaddr.',
        'If requestParameters.taskDefinition is there, open that revision and find who registered it in the last 7 days.',
        'Of a deployment by CodeDeploy its CreateDeployment is told, and not the task sets that it moves: read requestParameters.revision, and the task definition that it names.',
        'Ask whether an incident was being handled at eventTime: hands on services are normal then.',
      ],
      response: [
        'Make the reviewed task set primary again: `aws ecs update-service-primary-task-set --cluster <c> --service <s> --primary-task-set <id>`.',
        'Run the pipeline so that the service is what the code says.',
        'An unknown hand: return to the last deployment (`aws ecs update-service --task-definition <family>:<n>`) and suspend the identity.',
      ],
    },
  },
  {
    id: 'ecs-scaling-target-changed',
    title: 'Auto scaling limits or policies of an ECS service changed',
    severity: 'medium',
    attack: ['T1489', 'T1496'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // The AWS user guides show these calls under autoscaling.amazonaws.com; the other name is what one would expect.
      pattern: jsonPattern(
        anyOf(
          '($.eventSource = "autoscaling.amazonaws.com")',
          '($.eventSource = "application-autoscaling.amazonaws.com")',
        ),
        anyOf(
          '($.eventName = "RegisterScalableTarget")',
          '($.eventName = "DeregisterScalableTarget")',
          '($.eventName = "DeleteScalingPolicy")',
          '($.eventName = "PutScheduledAction")',
          '($.eventName = "DeleteScheduledAction")',
        ),
        '($.requestParameters.serviceNamespace = "ecs")',
        SUCCEEDED,
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'Minimum, maximum, schedule or policies by which a service scales were changed or removed.',
      impact:
        'With maximum 0 the service goes away by itself; with a maximum of 1,000 it eats the budget; without policy it cannot follow load.',
      diagnosis: [
        'Read requestParameters.resourceId (service/<cluster>/<service>), minCapacity, maxCapacity and, for a schedule, schedule and scalableTargetAction.',
        'See the effect since eventTime: `aws application-autoscaling describe-scaling-activities --service-namespace ecs --resource-id <resourceId>`.',
        'Was there a deployment of the stack in the same 30 minutes (UpdateStack, ExecuteChangeSet)?',
      ],
      response: [
        'Set it right: `aws application-autoscaling register-scalable-target --service-namespace ecs --resource-id <id> --scalable-dimension ecs:service:DesiredCount --min-capacity <n> --max-capacity <m>`.',
        'Delete schedules that nobody planned: `aws application-autoscaling delete-scheduled-action …`.',
      ],
    },
  },
  {
    id: 'ecs-front-door-changed',
    title: 'Load balancer, gateway or blue/green deployment in front of services changed by hand',
    severity: 'medium',
    attack: ['T1489', 'T1557'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        anyOf(
          `(${calls('elasticloadbalancing', 'Deregister*', 'Modify*', 'Set*', 'Delete*')})`,
          `(${calls('codedeploy', 'StopDeployment', 'UpdateDeploymentGroup')})`,
          `(${calls('ecs', 'UpdateGateway', 'DeleteGateway')})`,
        ),
        SUCCEEDED,
        NOT_IN_A_DEPLOYMENT,
        byOtherThanDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'Targets were taken out, a listener, rule, target group or load balancer was changed or deleted, an ECS gateway changed or removed, or a CodeDeploy deployment stopped or reconfigured, by hand.',
      impact:
        "Users lose the service, or are sent to targets of somebody else's choice, who then sees their requests.",
      diagnosis: [
        'For ModifyListener and ModifyRule, read requestParameters.defaultActions or actions: the targetGroupArn or redirect host must be yours; sslPolicy and certificates too.',
        'Check targets now: `aws elbv2 describe-target-health --target-group-arn <arn>`, and HTTPCode_ELB_5XX_Count since eventTime.',
        'What ECS and CodeDeploy do to listeners in a blue/green deployment is not told, whichever role they have: userIdentity.invokedBy names them. Whoever began one by hand is in ecs-service-updated-outside-pipeline.',
        'In the hour before, did the same userIdentity.arn create a target group or register foreign addresses (RegisterTargets)?',
      ],
      response: [
        'Restore the listener: `aws elbv2 modify-listener --listener-arn <arn> --default-actions Type=forward,TargetGroupArn=<yours>`.',
        'Deploy the stack again; turn on deletion protection of the load balancer or gateway.',
      ],
    },
  },
];
