import type { CloudTrailRecord, UserIdentity } from '../../records/cloudtrail/cloudtrail-record';
import { arn, ecsEvent, serviceUpdate } from './ecs-example';
import {
  denied,
  EXAMPLE_ACCOUNT,
  type ExampleTable,
  exampleDeployer,
  exampleEvent,
  exampleRole,
  exampleRoot,
} from './example-event';

/** Application Auto Scaling at work, as a trail has it. */
const byAutoScaling: UserIdentity = {
  ...exampleRole('AWSServiceRoleForApplicationAutoScaling_ECSService', 'AutoScaling-UpdateDesiredCapacity'),
  invokedBy: 'ecs.application-autoscaling.amazonaws.com',
};
const byEcs: UserIdentity = {
  ...exampleRole('AWSServiceRoleForECS', 'ecs-service-scheduler'),
  invokedBy: 'ecs.amazonaws.com',
};
/** A role of the team's that CodeDeploy works with, and one with which ECS moves listeners. */
const byCodeDeploy: UserIdentity = {
  ...exampleRole('blue-green', 'codedeploy'),
  invokedBy: 'codedeploy.amazonaws.com',
};
const byInfrastructureRole: UserIdentity = {
  ...exampleRole('ecs-infrastructure', 'ecs-service-deployment'),
  invokedBy: 'ecs.amazonaws.com',
};
const byPipeline = { userIdentity: exampleDeployer, userAgent: 'cloudformation.amazonaws.com' };

const creation = ecsEvent('CreateService', {
  cluster: 'harbor',
  serviceName: 'web',
  taskDefinition: 'harbor-web:42',
  desiredCount: 2,
  launchType: 'FARGATE',
});
const deletion = ecsEvent('DeleteService', { cluster: 'harbor', service: 'web', force: true });
const target = exampleEvent('autoscaling', 'RegisterScalableTarget', {
  serviceNamespace: 'ecs',
  resourceId: 'service/harbor/web',
  scalableDimension: 'ecs:service:DesiredCount',
  minCapacity: 0,
  maxCapacity: 0,
});
const primaryMoved = (more: Partial<CloudTrailRecord> = {}) =>
  ecsEvent(
    'UpdateServicePrimaryTaskSet',
    { cluster: 'harbor', service: 'web', primaryTaskSet: 'ecs-svc/1234' },
    more,
  );
const deregistration = exampleEvent('elasticloadbalancing', 'DeregisterTargets', {
  targetGroupArn: `arn:aws:elasticloadbalancing:eu-west-1:${EXAMPLE_ACCOUNT}:targetgroup/web/0a1b2c3d4e5f6071`,
  targets: [{ id: '10.0.1.83' }],
});
const listenerMoved = exampleEvent('elasticloadbalancing', 'ModifyListener', {
  listenerArn: `arn:aws:elasticloadbalancing:eu-west-1:${EXAMPLE_ACCOUNT}:listener/app/web/0a/1b`,
  defaultActions: [
    { type: 'redirect', redirectConfig: { host: 'login.example.net', statusCode: 'HTTP_302' } },
  ],
});

export const ecsServicesExamples: ExampleTable = {
  'ecs-service-created': {
    fires: [
      creation,
      { ...creation, userIdentity: exampleRoot },
      ecsEvent('CreateExpressGatewayService', { serviceName: 'shop', primaryContainer: { image: 'x/y:1' } }),
    ],
    staysSilent: [{ ...creation, ...byPipeline }, denied(creation)],
  },
  'ecs-service-deleted': {
    fires: [deletion, ecsEvent('DeleteDaemon', { daemonArn: arn('daemon/harbor/agent') })],
    staysSilent: [denied(deletion), serviceUpdate({ desiredCount: 1 })],
  },
  'ecs-service-scaled-to-zero': {
    fires: [
      serviceUpdate({ desiredCount: 0 }),
      serviceUpdate({ desiredCount: 0 }, { userIdentity: exampleRole('developer') }),
    ],
    staysSilent: [
      serviceUpdate({ desiredCount: 0 }, { userIdentity: byAutoScaling }),
      serviceUpdate({ desiredCount: 1 }),
      serviceUpdate({ forceNewDeployment: true }),
    ],
  },
  'ecs-service-scaled-far-up': {
    fires: [
      serviceUpdate({ desiredCount: 20 }),
      ecsEvent('CreateService', {
        cluster: 'q',
        serviceName: 'q-service',
        taskDefinition: 'q',
        desiredCount: 25,
      }),
    ],
    staysSilent: [
      serviceUpdate({ desiredCount: 19 }),
      serviceUpdate({ desiredCount: 40 }, { userIdentity: byAutoScaling }),
    ],
  },
  'ecs-service-updated-outside-pipeline': {
    fires: [
      serviceUpdate({ taskDefinition: 'harbor-web:43' }),
      serviceUpdate({
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-0public'], securityGroups: ['sg-0open'] },
        },
      }),
      ecsEvent('UpdateExpressGatewayService', {
        serviceArn: arn('service/default/shop'),
        networkConfiguration: { securityGroups: ['sg-0open'], subnets: ['subnet-0public'] },
      }),
      serviceUpdate({ forceNewDeployment: true }, { userAgent: 'cloudformation.amazonaws.com' }),
      ecsEvent('StopServiceDeployment', {
        serviceDeploymentArn: arn('service-deployment/harbor/web/1'),
        stopType: 'ABORT',
      }),
      primaryMoved(),
      // The role of CodeDeploy, and not CodeDeploy.
      primaryMoved({
        userIdentity: exampleRole('blue-green', 'codedeploy'),
        sessionCredentialFromConsole: 'true',
      }),
    ],
    staysSilent: [
      serviceUpdate({ taskDefinition: 'harbor-web:43' }, byPipeline),
      serviceUpdate({ desiredCount: 4 }, { userIdentity: byAutoScaling }),
      primaryMoved({ userIdentity: byCodeDeploy, userAgent: 'codedeploy.amazonaws.com' }),
      ecsEvent('UpdateTaskProtection', { cluster: 'harbor', tasks: ['2f4c'], protectionEnabled: true }),
    ],
  },
  'ecs-scaling-target-changed': {
    fires: [
      target,
      {
        ...target,
        eventSource: 'application-autoscaling.amazonaws.com',
        eventName: 'DeregisterScalableTarget',
      },
    ],
    staysSilent: [
      { ...target, requestParameters: { ...target.requestParameters, serviceNamespace: 'dynamodb' } },
      denied(target),
    ],
  },
  'ecs-front-door-changed': {
    fires: [
      deregistration,
      listenerMoved,
      {
        ...listenerMoved,
        userIdentity: exampleRole('ecs-infrastructure', 'anna'),
        sessionCredentialFromConsole: 'true',
      },
      exampleEvent('codedeploy', 'StopDeployment', { deploymentId: 'd-ABCDEF123' }),
      ecsEvent('DeleteGateway', { gateway: arn('gateway/shop') }),
    ],
    staysSilent: [
      { ...deregistration, userIdentity: byEcs, sourceIPAddress: 'ecs.amazonaws.com' },
      { ...deregistration, userIdentity: exampleDeployer },
      { ...listenerMoved, userIdentity: byInfrastructureRole, sourceIPAddress: 'ecs.amazonaws.com' },
      { ...listenerMoved, userIdentity: byCodeDeploy, sourceIPAddress: 'codedeploy.amazonaws.com' },
      exampleEvent('elasticloadbalancing', 'RegisterTargets', deregistration.requestParameters ?? null),
    ],
  },
};
