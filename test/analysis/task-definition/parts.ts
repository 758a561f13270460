import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';

// biome-ignore lint/suspicious/noExplicitAny: a template is built by hand here, and each case writes where it likes.
type Properties = Record<string, any>;

/** The resources of a template that no rule objects to; a case changes what it is about. */
export interface Parts {
  task: Properties;
  container: Properties;
  sidecar: Properties;
  service: Properties;
  cluster: Properties;
  taskRole: Properties;
  executionRole: Properties;
  /** Route of the subnets: there is none to an internet gateway. */
  route: Properties;
}

function cleanContainer(name: string): Properties {
  return {
    Name: name,
    Image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/${name}@sha256:${'0123456789abcdef'.repeat(4)}`,
    User: '10001:10001',
    ReadonlyRootFilesystem: true,
    LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
    HealthCheck: { Command: ['CMD', '/bin/healthy'] },
    LogConfiguration: {
      LogDriver: 'awslogs',
      Options: {
        'awslogs-group': 'web',
        'awslogs-region': 'eu-west-1',
        'awslogs-stream-prefix': 'web',
        mode: 'non-blocking',
      },
    },
    PortMappings: [{ ContainerPort: 8080 }],
    Environment: [{ Name: 'LOG_LEVEL', Value: 'info' }],
  };
}

function role(policyName: string, action: string, resource: string): Properties {
  return {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
    Policies: [
      {
        PolicyName: policyName,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: [action], Resource: [resource] }],
        },
      },
    ],
  };
}

export function cleanParts(): Parts {
  const container = cleanContainer('web');
  const sidecar = { ...cleanContainer('proxy'), PortMappings: [] };
  return {
    container,
    sidecar,
    task: {
      Family: 'web',
      Cpu: '256',
      Memory: '512',
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      RuntimePlatform: { OperatingSystemFamily: 'LINUX' },
      TaskRoleArn: { 'Fn::GetAtt': ['TaskRole', 'Arn'] },
      ExecutionRoleArn: { 'Fn::GetAtt': ['ExecutionRole', 'Arn'] },
      ContainerDefinitions: [container, sidecar],
      Volumes: [],
    },
    cluster: {
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
      Configuration: {
        ExecuteCommandConfiguration: {
          Logging: 'OVERRIDE',
          LogConfiguration: { CloudWatchLogGroupName: 'sessions' },
        },
      },
    },
    service: {
      Cluster: { Ref: 'Cluster' },
      TaskDefinition: { Ref: 'Task' },
      LaunchType: 'FARGATE',
      PlatformVersion: 'LATEST',
      NetworkConfiguration: {
        AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', Subnets: [{ Ref: 'Subnet' }] },
      },
    },
    taskRole: role('ReadOneBucket', 's3:GetObject', 'arn:aws:s3:::one-bucket/*'),
    executionRole: role(
      'WriteLogs',
      'logs:PutLogEvents',
      'arn:aws:logs:eu-west-1:123456789012:log-group:web:*',
    ),
    route: { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0123456789abcdef0' },
  };
}

/** The template with all parts in it. */
export function templateOf({ task, cluster, service, taskRole, executionRole, route }: Parts): JsonObject {
  const table = { Ref: 'RouteTable' };
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      Task: { Type: 'AWS::ECS::TaskDefinition', Properties: task },
      Cluster: { Type: 'AWS::ECS::Cluster', Properties: cluster },
      Service: { Type: 'AWS::ECS::Service', Properties: service },
      TaskRole: { Type: 'AWS::IAM::Role', Properties: taskRole },
      ExecutionRole: { Type: 'AWS::IAM::Role', Properties: executionRole },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/24' } },
      RouteTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: 'vpc-1' } },
      Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: table, ...route } },
      Association: {
        Type: 'AWS::EC2::SubnetRouteTableAssociation',
        Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: table },
      },
    },
  };
}
