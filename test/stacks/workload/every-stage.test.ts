import { execFileSync } from 'node:child_process';
import { Match } from 'aws-cdk-lib/assertions';
import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { containerLogs } from '../../../records/tables/container-logs';
import { readObjectKey } from '../../../records/tables/object-key';
import { STAGES } from '../../../stacks/config/values';
import { evaluatePolicy } from '../access/evaluate-policy';
import { ACCOUNT, filledIn, REGION, statementsOf } from '../access/template-policy';
import { exportsBefore, theOne, workloadStack, workloadTemplate } from './workload-template';

describe.each(STAGES)('stage %s', (stage) => {
  const template = workloadTemplate(stage);
  const json = template.toJSON();

  test('waits for its image before anything runs it', () => {
    const [service] = Object.values(template.findResources('AWS::ECS::Service'));
    expect(service?.['DependsOn']).toContainEqual(expect.stringMatching(/^ImageBuilt/));
    const { ImageTag } = theOne(template, 'Custom::WorkloadImage');
    expect(ImageTag).toMatch(new RegExp(`^${stage}-[0-9a-f]{24}$`));
    const [container] = theOne(template, 'AWS::ECS::TaskDefinition')['ContainerDefinitions'] as {
      Image: unknown;
    }[];
    expect(JSON.stringify(container?.Image)).toContain(`:${String(ImageTag)}"`);
  });

  test('is built on the architecture on which it runs', () => {
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Environment: { Type: 'ARM_CONTAINER', PrivilegedMode: true },
    });
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      RuntimePlatform: { CpuArchitecture: 'ARM64' },
    });
  });

  test('is watched by Container Insights', () => {
    template.hasResourceProperties('AWS::ECS::Cluster', {
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
    });
  });

  test('has the names by which it is watched, none of which a later stage changes', () => {
    expect(workloadStack(stage).watched).toMatchObject({
      clusterName: theOne(template, 'AWS::ECS::Cluster')['ClusterName'],
      serviceNames: [theOne(template, 'AWS::ECS::Service')['ServiceName']],
      repositoryName: theOne(template, 'AWS::ECR::Repository')['RepositoryName'],
      containerLogDelivery: theOne(template, 'AWS::KinesisFirehose::DeliveryStream')['DeliveryStreamName'],
      containerLogGroupName: theOne(template, 'AWS::Logs::LogGroup', 'ContainerLogsLogGroup')['LogGroupName'],
    });
    expect(theOne(template, 'AWS::Logs::SubscriptionFilter')['FilterName']).toBe(
      workloadStack(stage).watched.containerLogDelivery,
    );
    expect(JSON.stringify(json)).not.toContain('${Token');
  });

  test('gives out the commands of the workshop with its names filled in', () => {
    const output = (name: string) => String(filledIn(json['Outputs'][name].Value));
    expect(output('RunTask')).toMatch(
      /^aws ecs run-task --cluster \w+ --task-definition harborwatch-httpd-login --launch-type FARGATE --network-configuration 'awsvpcConfiguration=\{subnets=\[[^\]]+,[^\]]+\],securityGroups=\[[^\]]+\],assignPublicIp=(ENABLED|DISABLED)\}'/,
    );
    expect(output('StopTask')).toMatch(/^aws ecs stop-task --cluster /);
    expect(output('TaskAddress')).toContain(
      stage === 'hardened' || stage === 'browser-shell'
        ? 'privateIPv4Address'
        : 'aws ec2 describe-network-interfaces',
    );
  });

  test('gives out commands that a shell understands', () => {
    for (const name of ['RunTask', 'StopTask', 'TaskAddress', 'FetchContainerLogs']) {
      execFileSync('bash', ['-n'], { input: String(filledIn(json['Outputs'][name].Value)) });
    }
  });

  test('writes its lines to an encrypted log group', () => {
    expect(theOne(template, 'AWS::Logs::LogGroup', 'ContainerLogsLogGroup')).toMatchObject({
      KmsKeyId: expect.anything(),
      RetentionInDays: 90,
    });
    const [container] = theOne(template, 'AWS::ECS::TaskDefinition')['ContainerDefinitions'] as {
      LogConfiguration: { LogDriver: string; Options: Record<string, unknown> };
    }[];
    expect(container?.LogConfiguration.LogDriver).toBe('awslogs');
    expect(JSON.stringify(container?.LogConfiguration.Options['awslogs-group'])).toContain(
      'ContainerLogsLogGroup',
    );
  });

  test('leaves nothing behind in a demonstration', () => {
    const kept = Object.entries(json['Resources'] as Record<string, { DeletionPolicy?: string }>).filter(
      ([, { DeletionPolicy }]) => DeletionPolicy !== undefined && DeletionPolicy !== 'Delete',
    );
    expect(kept).toEqual([]);
    expect(theOne(template, 'AWS::ECR::Repository')['EmptyOnDelete']).toBe(true);
  });
});

const template = workloadTemplate('open');

describe('the cold copy of the containers’ lines', () => {
  const { ExtendedS3DestinationConfiguration: destination } = theOne(
    template,
    'AWS::KinesisFirehose::DeliveryStream',
  ) as { ExtendedS3DestinationConfiguration: Record<string, unknown> };

  test('stands where the table container_logs looks for it', () => {
    const prefix = String(filledIn(destination['Prefix'])).replace(
      '!{timestamp:yyyy/MM/dd/HH}',
      '2026/11/02/08',
    );
    expect(readObjectKey(`${prefix}harborwatch-1-2026-11-02-08-15-00-0123.gz`)).toEqual({
      table: containerLogs.name,
      account: ACCOUNT,
      region: REGION,
      time: '2026/11/02/08',
    });
  });

  test('what could not be delivered stands elsewhere', () => {
    expect(readObjectKey(`${String(filledIn(destination['ErrorOutputPrefix']))}x.gz`)).toBeUndefined();
  });

  test('is the lines as they were written, without their envelope', () => {
    const { Processors } = destination['ProcessingConfiguration'] as { Processors: { Type: string }[] };
    expect(Processors.map(({ Type }) => Type)).toEqual([
      'Decompression',
      'CloudWatchLogProcessing',
      'AppendDelimiterToRecord',
    ]);
    expect(destination['CompressionFormat']).toBe('GZIP');
  });

  test('has the lines of the daemons, and not what a container says when it cannot start', () => {
    const pattern = parseFilterPattern(
      String(theOne(template, 'AWS::Logs::SubscriptionFilter')['FilterPattern']),
    );
    const line =
      '{"ecs_task_id":"0123","logged_at":"2026-11-02T08:15:00.000Z","process":"sshd","message":"Failed"}';
    expect(pattern.matchesText(line)).toBe(true);
    expect(
      pattern.matchesText('workload: HTPASSWD is missing: stage secrets takes it from the environment'),
    ).toBe(false);
  });

  test('is written by a role that writes there and nowhere else', () => {
    const role = theOne(template, 'AWS::IAM::Role', 'ContainerLogsWriter') as {
      Policies: { PolicyDocument: { Statement: unknown } }[];
    };
    const statements = filledIn(role.Policies[0]?.PolicyDocument.Statement) as Parameters<
      typeof evaluatePolicy
    >[0];
    const bucket = String(filledIn(destination['BucketARN']));
    const put = (key: string) =>
      evaluatePolicy(statements, { action: 's3:PutObject', resource: `${bucket}/${key}` });
    expect(put(`AWSLogs/${ACCOUNT}/containerlogs/${REGION}/2026/11/02/08/x.gz`)).toBe('allowed');
    expect(put(`AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/2026/11/02/x.gz`)).toBe('not mentioned');
  });
});

describe('the registry', () => {
  const repository = theOne(template, 'AWS::ECR::Repository');
  const statements = statementsOf(template, 'AWS::ECR::Repository', '', 'RepositoryPolicyText').map(
    (statement) => ({ ...statement, Resource: '*' }),
  );
  const [builder = ''] = Object.keys(template.findResources('AWS::IAM::Role')).filter((id) =>
    id.startsWith('ImageBuilder'),
  );
  const ask = (action: string, role: string) =>
    evaluatePolicy(statements, { action: `ecr:${action}`, resource: '*', principal: `${role}.Arn` });

  test('tags never move, and each image is scanned as it comes', () => {
    expect(repository).toMatchObject({
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
    });
  });

  test('the build pushes; whoever else tries is turned away, an administrator too', () => {
    expect(ask('PutImage', builder)).toBe('allowed');
    expect(ask('PutImage', 'Admin')).toBe('denied');
    expect(ask('CompleteLayerUpload', 'ExecutionRole605A040B')).toBe('denied');
  });

  test('the execution role pulls', () => {
    expect(ask('BatchGetImage', 'ExecutionRole605A040B')).toBe('allowed');
    expect(ask('BatchGetImage', 'Admin')).toBe('not mentioned');
  });

  test('the deployed image is scanned again, less often than ECR refuses', () => {
    const schedule = theOne(template, 'AWS::Scheduler::Schedule');
    expect(schedule['ScheduleExpression']).toBe('rate(25 hours)');
    const { Arn, Input } = filledIn(schedule['Target']) as { Arn: string; Input: string };
    expect(Arn).toBe('arn:aws:scheduler:::aws-sdk:ecr:startImageScan');
    expect(JSON.parse(Input)).toMatchObject({
      ImageId: { ImageTag: theOne(template, 'Custom::WorkloadImage')['ImageTag'] },
    });
  });

  test('Inspector scans it continuously, by setting', () => {
    template.resourceCountIs('AWS::ECR::RegistryScanningConfiguration', 0);
    const enhanced = workloadTemplate('open', { 'workload.enhancedScanning': true });
    enhanced.hasResourceProperties('AWS::ECR::RegistryScanningConfiguration', {
      ScanType: 'ENHANCED',
      Rules: [
        {
          ScanFrequency: 'CONTINUOUS_SCAN',
          RepositoryFilters: [{ Filter: 'harborwatch/httpd-login', FilterType: 'WILDCARD' }],
        },
      ],
    });
    // Basic scanning's call is of no use then.
    enhanced.resourceCountIs('AWS::Scheduler::Schedule', 0);
  });

  test('old images go, ten stay to roll back to', () => {
    const { rules } = JSON.parse(
      (repository['LifecyclePolicy'] as { LifecyclePolicyText: string }).LifecyclePolicyText,
    );
    expect(rules).toContainEqual(
      expect.objectContaining({
        selection: expect.objectContaining({ countType: 'imageCountMoreThan', countNumber: 10 }),
      }),
    );
  });
});

describe('moving on', () => {
  test.each([
    ['open', 'restricted'],
    ['restricted', 'secrets'],
    ['secrets', 'hardened'],
  ] as const)('from %s to %s takes no shared part away', (from, to) => {
    const shared = (stage: typeof from | typeof to) =>
      Object.keys(workloadTemplate(stage).toJSON()['Resources']).filter((id) =>
        /^(Cluster|ExecutionRole|TaskRole|ImageRegistryRepository|ContainerLogs|Firewall|Service|Task)/.test(
          id,
        ),
      );
    expect(shared(to)).toEqual(expect.arrayContaining(shared(from)));
  });

  test('what a next stage no longer needs of other stacks stays exported until it has moved on', () => {
    // Asking for the template first: references between stacks are settled when it is made.
    workloadTemplate('hardened', { 'workload.internetFacing': false });
    const exported = exportsBefore('hardened', { 'workload.internetFacing': false });
    expect(exported.filter((name) => /PublicSubnet\dSubnet/.test(name))).toHaveLength(2);
    expect(exported.filter((name) => /AccessLogs/.test(name)).length).toBeGreaterThan(0);
  });
});

test('production mode keeps logs and images', () => {
  const production = workloadTemplate('hardened', { mode: 'production' });
  production.hasResource('AWS::ECR::Repository', {
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: { EmptyOnDelete: Match.not(true) },
  });
  production.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'RetainExceptOnCreate' });
});
