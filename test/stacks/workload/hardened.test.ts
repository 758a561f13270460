import { Match } from 'aws-cdk-lib/assertions';
import { theOne, workloadStack, workloadTemplate } from './workload-template';

const template = workloadTemplate('hardened');
const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';

const containerOf = (made = template) =>
  (
    theOne(made, 'AWS::ECS::TaskDefinition')['ContainerDefinitions'] as readonly Record<string, unknown>[]
  )[0] ?? {};
const networkOf = (made = template) =>
  (theOne(made, 'AWS::ECS::Service')['NetworkConfiguration'] as Record<string, Record<string, unknown>>)[
    'AwsvpcConfiguration'
  ] ?? {};
const attributesOf = (made = template) =>
  Object.fromEntries(
    (theOne(made, BALANCER)['LoadBalancerAttributes'] as { Key: string; Value: unknown }[]).map(
      ({ Key, Value }) => [Key, Value],
    ),
  );

describe('stage hardened: the container', () => {
  test('is not root, cannot write but to its run folder and has no capability', () => {
    expect(containerOf()).toMatchObject({
      User: '10001:10001',
      ReadonlyRootFilesystem: true,
      LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
      MountPoints: [{ ContainerPath: '/run/workload', ReadOnly: false, SourceVolume: 'run' }],
    });
  });

  test('has nginx on an unprivileged port, and no SSH daemon', () => {
    expect(containerOf()['PortMappings']).toEqual([{ ContainerPort: 8080, Protocol: 'tcp' }]);
  });

  test('starts as one role and is another, which may do nothing', () => {
    const { ExecutionRoleArn, TaskRoleArn } = theOne(template, 'AWS::ECS::TaskDefinition');
    expect(ExecutionRoleArn).not.toEqual(TaskRoleArn);
    const policies = Object.values(template.findResources('AWS::IAM::Policy'));
    expect(
      policies.filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('TaskRole')),
    ).toEqual([]);
  });

  test('believes the address of a client only from the subnets of the load balancer', () => {
    expect(containerOf()['Environment']).toContainEqual({
      Name: 'TRUSTED_PROXIES',
      Value: '10.20.0.0/24,10.20.1.0/24',
    });
  });
});

describe('stage hardened: the way in', () => {
  test('the load balancer alone reaches the task', () => {
    const rules = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress'));
    expect(rules).toHaveLength(1);
    expect(rules[0]?.['Properties']).toMatchObject({
      FromPort: 8080,
      ToPort: 8080,
      SourceSecurityGroupId: { 'Fn::GetAtt': [expect.stringMatching(/^FrontDoor/), 'GroupId'] },
    });
    expect(theOne(template, 'AWS::EC2::SecurityGroup', 'Firewall')).not.toHaveProperty(
      'SecurityGroupIngress',
    );
  });

  test('the load balancer itself reaches the task and nothing else', () => {
    expect(theOne(template, 'AWS::EC2::SecurityGroup', 'FrontDoor')).not.toHaveProperty(
      'SecurityGroupEgress',
    );
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      FromPort: 8080,
      ToPort: 8080,
      DestinationSecurityGroupId: Match.anyValue(),
    });
  });

  test('it drops invalid headers and writes access logs', () => {
    expect(attributesOf()).toMatchObject({
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': expect.anything(),
    });
  });

  test('only production mode protects it from deletion', () => {
    expect(attributesOf()['deletion_protection.enabled']).toBe('false');
    const production = workloadTemplate('hardened', { mode: 'production' });
    expect(attributesOf(production)['deletion_protection.enabled']).toBe('true');
  });

  test('without a certificate it speaks HTTP; with one, TLS, and HTTP only to say so', () => {
    expect(theOne(template, LISTENER)).toMatchObject({ Port: 80, Protocol: 'HTTP' });
    const withTls = workloadTemplate('hardened', {
      'workload.certificateArn': 'arn:aws:acm:eu-west-1:111122223333:certificate/0123',
    });
    withTls.hasResourceProperties(LISTENER, {
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: Match.stringLikeRegexp('TLS13'),
      DefaultActions: [Match.objectLike({ Type: 'forward' })],
    });
    withTls.hasResourceProperties(LISTENER, {
      Port: 80,
      DefaultActions: [
        { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
      ],
    });
  });

  test('by setting it lets in only who has logged in', () => {
    const made = workloadTemplate('hardened', {
      'workload.certificateArn': 'arn:aws:acm:eu-west-1:111122223333:certificate/0123',
      'workload.authentication': {
        issuer: 'https://login.example.com',
        authorizationEndpoint: 'https://login.example.com/authorize',
        tokenEndpoint: 'https://login.example.com/token',
        userInfoEndpoint: 'https://login.example.com/userinfo',
        clientId: 'harborwatch',
        clientSecretName: 'harborwatch-client',
      },
    });
    made.hasResourceProperties(LISTENER, {
      Port: 443,
      DefaultActions: [
        Match.objectLike({
          Type: 'authenticate-oidc',
          Order: 1,
          AuthenticateOidcConfig: Match.objectLike({
            ClientSecret: Match.stringLikeRegexp('resolve:secretsmanager:harborwatch-client:'),
          }),
        }),
        Match.objectLike({ Type: 'forward', Order: 2 }),
      ],
    });
    expect(theOne(made, 'AWS::EC2::SecurityGroup', 'FrontDoor')['SecurityGroupEgress']).toEqual([
      expect.objectContaining({ FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }),
    ]);
  });

  test('it faces the internet or, by setting, the VPC', () => {
    expect(theOne(template, BALANCER)['Scheme']).toBe('internet-facing');
    const inside = workloadTemplate('hardened', { 'workload.internetFacing': false });
    expect(theOne(inside, BALANCER)['Scheme']).toBe('internal');
    expect(JSON.stringify(theOne(inside, BALANCER)['Subnets'])).not.toContain('PublicSubnet');
    expect(JSON.stringify(theOne(inside, 'AWS::EC2::SecurityGroup', 'FrontDoor'))).not.toContain('0.0.0.0/0');
  });

  test('alarms and dashboards know it by the names of its metrics', () => {
    const { watched } = workloadStack('hardened');
    expect(JSON.stringify(workloadStack('hardened').resolve(watched.loadBalancer))).toContain(
      'LoadBalancerFullName',
    );
    expect(JSON.stringify(workloadStack('hardened').resolve(watched.targetGroup))).toContain(
      'TargetGroupFullName',
    );
  });
});

describe('stage hardened: the network', () => {
  test('tasks are in private subnets without a public address', () => {
    expect(networkOf()['AssignPublicIp']).toBe('DISABLED');
    expect(JSON.stringify(networkOf()['Subnets'])).toMatch(/TasksSubnet1.*TasksSubnet2/);
  });

  test('the cheap way has public addresses, which the load balancer alone reaches', () => {
    const cheap = workloadTemplate('hardened', { 'workload.network': 'public-behind-alb' });
    expect(networkOf(cheap)['AssignPublicIp']).toBe('ENABLED');
    expect(theOne(cheap, 'AWS::EC2::SecurityGroup', 'Firewall')).not.toHaveProperty('SecurityGroupIngress');
    expect(Object.keys(cheap.findResources('AWS::EC2::SecurityGroupIngress'))).toHaveLength(1);
  });

  test('a task calls out over HTTPS and in no other way', () => {
    expect(theOne(template, 'AWS::EC2::SecurityGroup', 'Firewall')['SecurityGroupEgress']).toEqual([
      expect.objectContaining({ FromPort: 443, ToPort: 443, IpProtocol: 'tcp' }),
    ]);
  });
});

describe('stage hardened: the service', () => {
  test('rolls back a deployment that does not come up, and waits before it asks for health', () => {
    template.hasResourceProperties('AWS::ECS::Service', {
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
      HealthCheckGracePeriodSeconds: 60,
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      HealthCheckPath: '/health',
      Port: 8080,
    });
  });

  test('scales on requests per target between the two settings, and no deployment sets the number back', () => {
    const made = workloadTemplate('hardened', { 'workload.minTasks': 2, 'workload.maxTasks': 6 });
    made.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      MinCapacity: 2,
      MaxCapacity: 6,
    });
    made.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: Match.objectLike({ PredefinedMetricType: 'ALBRequestCountPerTarget' }),
      },
    });
    expect(theOne(made, 'AWS::ECS::Service')).not.toHaveProperty('DesiredCount');
  });
});

describe('stage hardened, one task by hand', () => {
  const byHand = workloadTemplate('hardened', { 'workload.runService': false });

  test('there is no load balancer without a service, and nobody reaches the task', () => {
    byHand.resourceCountIs(BALANCER, 0);
    byHand.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    expect(theOne(byHand, 'AWS::EC2::SecurityGroup')).not.toHaveProperty('SecurityGroupIngress');
  });
});

describe('ECS Exec', () => {
  test('nobody goes in unless asked for', () => {
    expect(theOne(template, 'AWS::ECS::Service')['EnableExecuteCommand']).toBe(false);
    expect(theOne(template, 'AWS::ECS::Cluster')).not.toHaveProperty('Configuration');
    expect(JSON.stringify(template.toJSON())).not.toContain('ssmmessages');
  });

  test('asked for, sessions are encrypted with a key of their own and written down', () => {
    const made = workloadTemplate('hardened', { 'workload.exec': true });
    expect(theOne(made, 'AWS::ECS::Service')['EnableExecuteCommand']).toBe(true);
    made.hasResourceProperties('AWS::ECS::Cluster', {
      Configuration: {
        ExecuteCommandConfiguration: {
          KmsKeyId: Match.anyValue(),
          Logging: 'OVERRIDE',
          LogConfiguration: { CloudWatchEncryptionEnabled: true, CloudWatchLogGroupName: Match.anyValue() },
        },
      },
    });
    made.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/harborwatch/workload/exec-sessions',
      KmsKeyId: Match.anyValue(),
    });
  });

  test('asked for, its agent has volumes to write to: the root file system stays read-only', () => {
    const container = containerOf(workloadTemplate('hardened', { 'workload.exec': true }));
    expect(container).toMatchObject({
      ReadonlyRootFilesystem: true,
      LinuxParameters: { InitProcessEnabled: true },
    });
    expect(
      (container['MountPoints'] as { ContainerPath: string }[]).map(({ ContainerPath }) => ContainerPath),
    ).toEqual(['/run/workload', '/managed-agents', '/var/lib/amazon/ssm', '/var/log/amazon/ssm']);
  });
});
