import { Match, type Template } from 'aws-cdk-lib/assertions';
import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { LOAD_BALANCER_LOG_PREFIX } from '../../stacks/log-archive/access-log-bucket';
import { synth } from './synth';
import { VARIANTS } from './variants';

const archive = (context = {}) => synth(context).template('archive');

const ACCOUNT = { Ref: 'AWS::AccountId' };
const TRAIL_ARN = {
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':cloudtrail:',
      { Ref: 'AWS::Region' },
      ':',
      ACCOUNT,
      ':trail/harborwatch-trail-',
      { Ref: 'AWS::Region' },
    ],
  ],
};

interface Statement {
  readonly Sid?: string;
  readonly Action: string | readonly string[];
  readonly Principal: unknown;
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

/** Statements of the policy of a bucket or key, by its logical id without the hash. */
function statementsOf(template: Template, type: string, id: string): readonly Statement[] {
  const found = Object.entries(template.findResources(type)).filter(
    ([logicalId]) => logicalId.slice(0, -8) === id,
  );
  expect(found).toHaveLength(1);
  const { PolicyDocument, KeyPolicy } = found[0]?.[1]['Properties'] ?? {};
  return (PolicyDocument ?? KeyPolicy).Statement;
}

describe('the trail', () => {
  test('records every region and the global services, and proves its files', () => {
    archive().hasResourceProperties('AWS::CloudTrail::Trail', {
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
    });
  });

  test('goes to its bucket under its key, and to its log group', () => {
    archive().hasResourceProperties('AWS::CloudTrail::Trail', {
      S3BucketName: { Ref: Match.stringLikeRegexp('^TrailBucket') },
      KMSKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] },
      CloudWatchLogsLogGroupArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrailLogGroup'), 'Arn'] },
    });
  });

  test('records management events once: a second selector would bill each of them twice', () => {
    archive({ logBucketDataEvents: true }).hasResourceProperties('AWS::CloudTrail::Trail', {
      EventSelectors: [Match.objectLike({ IncludeManagementEvents: true, ReadWriteType: 'All' })],
    });
  });

  test('records no data event unless it is asked to', () => {
    archive().hasResourceProperties('AWS::CloudTrail::Trail', {
      EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }],
    });
  });

  test('records who reads and writes the log buckets by setting, and not those of access logs', () => {
    const [trail] = Object.values(
      archive({ logBucketDataEvents: true }).findResources('AWS::CloudTrail::Trail'),
    );
    const [data] = trail?.['Properties'].EventSelectors[0].DataResources ?? [];
    expect(data.Type).toBe('AWS::S3::Object');
    expect(JSON.stringify(data.Values).match(/\w+Bucket(?=\w{8}")/g)).toEqual([
      'TrailBucket',
      'FlowLogBucket',
      'ContainerLogBucket',
    ]);
  });

  test("records the ECS agent's protocol and refusals of endpoints by setting, and management events once", () => {
    const [trail] = Object.values(
      archive({ ecsDataEvents: true, endpointRefusals: true, logBucketDataEvents: true }).findResources(
        'AWS::CloudTrail::Trail',
      ),
    );
    const { EventSelectors: basic, AdvancedEventSelectors: advanced } = trail?.['Properties'] ?? {};
    expect(basic).toBeUndefined();
    const fields = (advanced as { FieldSelectors: { Field: string; Equals?: string[] }[] }[]).map(
      ({ FieldSelectors }) =>
        Object.fromEntries(FieldSelectors.map(({ Field, Equals }) => [Field, Equals?.join()])),
    );
    expect(fields.filter((each) => each['eventCategory'] === 'Management')).toEqual([
      { eventCategory: 'Management' },
    ]);
    expect(fields).toContainEqual({
      eventCategory: 'Data',
      'resources.type': 'AWS::ECS::ContainerInstance',
    });
    expect(fields).toContainEqual(
      expect.objectContaining({ eventCategory: 'Data', 'resources.type': 'AWS::S3::Object' }),
    );
    const refused = fields.filter((each) => each['eventCategory'] === 'NetworkActivity');
    expect(refused).toContainEqual({
      eventCategory: 'NetworkActivity',
      eventSource: 'secretsmanager.amazonaws.com',
      errorCode: 'VpceAccessDenied',
    });
    // A selector of network activity names one service each.
    expect(new Set(refused.map((each) => each['eventSource'])).size).toBe(refused.length);
  });

  test('of an organization is let write under its id', () => {
    const template = archive({ organizationTrail: true, organizationId: 'o-a1b2c3d4e5' });
    template.hasResourceProperties('AWS::CloudTrail::Trail', { IsOrganizationTrail: true });
    const writes = statementsOf(template, 'AWS::S3::BucketPolicy', 'TrailBucketPolicy').find(
      ({ Sid }) => Sid === 'CloudTrailWrites',
    );
    expect(JSON.stringify(writes?.Resource)).toContain('/AWSLogs/o-a1b2c3d4e5/*');
  });

  test('may write for this trail of this account, and nothing else may in its name', () => {
    const statements = statementsOf(archive(), 'AWS::S3::BucketPolicy', 'TrailBucketPolicy');
    const ofTrail = statements.filter(({ Sid }) => /^CloudTrail/.test(String(Sid)));
    expect(ofTrail).toHaveLength(2);
    for (const statement of ofTrail) {
      expect(statement).toMatchObject({ Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } } });
    }
  });

  test('may encrypt with the key for itself only, and decrypt nothing', () => {
    const ofTrail = statementsOf(archive(), 'AWS::KMS::Key', 'DataKey').filter(({ Sid }) =>
      /^CloudTrail/.test(String(Sid)),
    );
    expect(ofTrail.map(({ Action }) => Action)).toEqual(['kms:GenerateDataKey*', 'kms:DescribeKey']);
    for (const statement of ofTrail) {
      expect(statement).toMatchObject({ Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } } });
    }
  });

  test('has no bucket key, since its key policy reads the encryption context that a bucket key replaces', () => {
    archive().hasResourceProperties('AWS::CloudTrail::Trail', Match.anyValue());
    const buckets = archive().findResources('AWS::S3::Bucket');
    const own = Object.entries(buckets).find(([id]) => id.startsWith('TrailBucket'))?.[1]['Properties'];
    expect(own.BucketEncryption.ServerSideEncryptionConfiguration[0].BucketKeyEnabled).toBe(false);
  });
});

describe('an existing trail', () => {
  const template = () => archive(VARIANTS['demo hardened existing-trail']);

  test('is not made again', () => {
    template().resourceCountIs('AWS::CloudTrail::Trail', 0);
  });

  test('keeps its own bucket and log group', () => {
    expect(Object.keys(template().toJSON()['Resources']).filter((id) => id.startsWith('Trail'))).toEqual([]);
  });

  test('gets no right on the key', () => {
    const sids = statementsOf(template(), 'AWS::KMS::Key', 'DataKey').map(({ Sid }) => Sid);
    expect(sids).toEqual([undefined, 'LogDeliveryEncrypts']);
  });
});

describe('the flow logs', () => {
  const flowLogs = (context = {}) =>
    Object.values(archive(context).findResources('AWS::EC2::FlowLog')).map(({ Properties }) => Properties);
  const fieldsOf = (properties: { LogFormat: string } | undefined) =>
    compileFlowLogFormat(properties?.LogFormat ?? '').names;

  test('are two of one VPC, each with all traffic by the minute', () => {
    const [toGroup, toBucket] = flowLogs();
    for (const flowLog of [toGroup, toBucket]) {
      expect(flowLog).toMatchObject({ ResourceType: 'VPC', TrafficType: 'ALL', MaxAggregationInterval: 60 });
    }
    expect(toGroup.ResourceId).toEqual(toBucket.ResourceId);
  });

  test('bring the analyzers the fields that they read, in the order that they are told', () => {
    expect(fieldsOf(flowLogs()[0])).toEqual(
      'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags flow-direction type pkt-srcaddr pkt-dstaddr ecs-cluster-name ecs-service-name ecs-task-id'.split(
        ' ',
      ),
    );
  });

  test('bring the analyzers every field by setting', () => {
    const [toGroup, toBucket] = flowLogs({ flowLogFields: 'all' });
    expect(toGroup.LogFormat).toBe(toBucket.LogFormat);
  });

  test('ask for no field whose tag somebody would have to choose: AWS refuses the whole flow log', () => {
    const fields = fieldsOf(flowLogs()[1]);
    expect(fields).toHaveLength(48);
    expect(fields.filter((name) => name.includes('tag'))).toEqual([]);
  });

  test('are Parquet by the hour in S3, each option said, since none can be changed', () => {
    expect(flowLogs()[1].DestinationOptions).toEqual({
      FileFormat: 'parquet',
      HiveCompatiblePartitions: false,
      PerHourPartition: true,
    });
  });

  test('of an existing VPC are made, too', () => {
    const [toGroup] = flowLogs(VARIANTS['demo attached own-trail']);
    expect(toGroup.ResourceId).toBe('vpc-0123456789abcdef0');
  });

  test('are written to their group by a role that no other account can borrow', () => {
    archive().hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
            Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': ACCOUNT } }),
          }),
        ],
      },
    });
  });

  test.each([
    ['AWS::S3::BucketPolicy', 'FlowLogBucketPolicy'],
    ['AWS::KMS::Key', 'DataKey'],
  ])('are delivered for this account and region only: %s', (type, id) => {
    const delivery = statementsOf(archive(), type, id).filter(({ Principal }) =>
      JSON.stringify(Principal).includes('delivery.logs'),
    );
    expect(delivery.length).toBeGreaterThan(0);
    for (const { Condition } of delivery) {
      expect(Condition).toMatchObject({ StringEquals: { 'aws:SourceAccount': ACCOUNT } });
      expect(JSON.stringify(Condition)).toContain('"aws:SourceArn"');
    }
  });

  test('are delivered also where no access control list is sent', () => {
    const write = statementsOf(archive(), 'AWS::S3::BucketPolicy', 'FlowLogBucketPolicy').find(
      ({ Sid }) => Sid === 'AWSLogDeliveryWrite',
    );
    expect(write).toMatchObject({
      Condition: { StringEqualsIfExists: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
    });
  });
});

describe('each bucket', () => {
  const buckets = (mode: string) => Object.entries(archive({ mode }).findResources('AWS::S3::Bucket'));

  test.each(['demo', 'production'])('of mode %s is closed to the public, versioned and ends', (mode) => {
    for (const [, { Properties }] of buckets(mode)) {
      expect(Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: {
          Rules: expect.arrayContaining([expect.objectContaining({ ExpirationInDays: 365 })]),
        },
      });
    }
  });

  test('is spoken to over TLS only', () => {
    for (const { Properties } of Object.values(archive().findResources('AWS::S3::BucketPolicy'))) {
      expect(Properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: 's3:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    }
  });

  test('with what AWS recorded is locked in production, and none in a demonstration', () => {
    const locked = (mode: string) =>
      buckets(mode)
        .filter(([, { Properties }]) => Properties.ObjectLockEnabled === true)
        .map(([id]) => id.slice(0, -8));
    expect(locked('production')).toEqual(['FlowLogBucket', 'TrailBucket']);
    expect(locked('demo')).toEqual([]);
  });

  test('is locked for as long as it keeps', () => {
    archive({ mode: 'production', archiveRetentionDays: 400 }).hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 400, Mode: 'GOVERNANCE' } } },
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 400 })] },
    });
  });

  test('logs its accesses, but the one in which they end', () => {
    const silent = buckets('demo').filter(
      ([, { Properties }]) => Properties.LoggingConfiguration === undefined,
    );
    expect(silent.map(([id]) => id.slice(0, -8))).toEqual(['AccessLogs']);
  });

  test('is emptied and removed with a demonstration', () => {
    const template = archive();
    template.resourceCountIs('Custom::S3AutoDeleteObjects', buckets('demo').length);
    template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  });
});

describe('access logs', () => {
  test('are in a bucket with keys of S3 itself and no lock: load balancers and S3 write to no other', () => {
    const [bucket] = Object.entries(archive({ mode: 'production' }).findResources('AWS::S3::Bucket'))
      .filter(([id]) => id.startsWith('AccessLogs'))
      .map(([, { Properties }]) => Properties);
    expect(bucket.BucketEncryption.ServerSideEncryptionConfiguration).toEqual([
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ]);
    expect(bucket.ObjectLockEnabled).toBeUndefined();
  });

  test('of buckets come from this account only', () => {
    const [own] = statementsOf(archive(), 'AWS::S3::BucketPolicy', 'AccessLogsPolicy').filter(
      ({ Sid }) => Sid === 'BucketAccessLogs',
    );
    expect(own).toMatchObject({ Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } });
  });

  test('of load balancers go under the prefix of this account only', () => {
    const [own] = statementsOf(archive(), 'AWS::S3::BucketPolicy', 'AccessLogsPolicy').filter(
      ({ Sid }) => Sid === 'LoadBalancerAccessLogs',
    );
    expect(JSON.stringify(own?.Resource)).toContain(
      `"/${LOAD_BALANCER_LOG_PREFIX}/AWSLogs/",{"Ref":"AWS::AccountId"},"/*"`,
    );
  });
});

describe('keys', () => {
  test('rotate', () => {
    archive().allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  test('of log groups are used for the groups of this deployment only', () => {
    const [, forLogs] = statementsOf(archive({ name: 'blue' }), 'AWS::KMS::Key', 'LogKey');
    const patterns = JSON.stringify(forLogs?.Condition).match(/log-group:[^"]+/g);
    expect(patterns).toEqual(['log-group:/blue/*', 'log-group:/aws/lambda/blue-*']);
  });
});
