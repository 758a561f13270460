import { Match } from 'aws-cdk-lib/assertions';
import { queryCatalogue } from '../../queries/catalogue';
import { questionValues } from '../../queries/question-values';
import { renderQuery } from '../../queries/render-query';
import { TABLES } from '../../records/tables/tables';
import { synth } from './synth';
import { VARIANTS } from './variants';

const audit = (context = {}) => synth(context).template('audit');

interface GlueTable {
  readonly Name: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly StorageDescriptor: { readonly Location: unknown; readonly Columns: readonly { Name: string }[] };
}

const tables = (context = {}): readonly GlueTable[] =>
  Object.values(audit(context).findResources('AWS::Glue::Table')).map(
    ({ Properties }) => Properties.TableInput,
  );
const tableOf = (name: string, context = {}) => tables(context).find(({ Name }) => Name === name);

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** What the audit's function may do. */
const rights = (context = {}): readonly Statement[] =>
  Object.entries(audit(context).findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith('ScheduledAudit'))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);

describe('the tables', () => {
  test('are those of the one definition, with its columns', () => {
    expect(
      tables().map(({ Name, StorageDescriptor }) => [
        Name,
        StorageDescriptor.Columns.map(({ Name }) => Name),
      ]),
    ).toEqual(TABLES.map(({ name, columns }) => [name, columns.map((column) => column.name)]));
  });

  test('project their partitions: nothing crawls, and nothing has to be added', () => {
    for (const { Parameters } of tables()) expect(Parameters['projection.enabled']).toBe('true');
  });

  test('of calls list every region of the partition once, as the trail records them', () => {
    expect(tableOf('cloudtrail_logs')?.Parameters['projection.region.values']).toEqual({
      'Fn::FindInMap': ['RegionsOfTrail', { Ref: 'AWS::Partition' }, 'regions'],
    });
    const { RegionsOfTrail } = synth().template('audit').toJSON()['Mappings'];
    const { aws, 'aws-cn': china } = RegionsOfTrail;
    const regions: readonly string[] = aws.regions.split(',');
    expect(regions).toEqual(expect.arrayContaining(['eu-north-1', 'us-east-1', 'ap-southeast-1']));
    expect(new Set(regions).size).toBe(regions.length);
    expect(china).toEqual({ regions: 'cn-north-1,cn-northwest-1' });
  });

  test('a region or an account that a setting names twice is listed once', () => {
    const context = { auditAccounts: '111122223333,111122223333', auditRegions: 'eu-west-1,eu-west-1' };
    for (const { Parameters } of tables(context)) {
      expect(Parameters['projection.account.values']).toBe('111122223333');
      expect(Parameters['projection.region.values']).toBe('eu-west-1');
    }
  });

  test('of flows list the region that they come from, and no prefix of another', () => {
    expect(tableOf('vpc_flow_logs')?.Parameters['projection.region.values']).toEqual({ Ref: 'AWS::Region' });
  });

  test('list the accounts and regions of the settings where they are given', () => {
    const context = { auditAccounts: '111122223333,444455556666', auditRegions: 'eu-west-1,eu-north-1' };
    for (const { Parameters } of tables(context)) {
      expect(Parameters['projection.account.values']).toBe('111122223333,444455556666');
      expect(Parameters['projection.region.values']).toBe('eu-west-1,eu-north-1');
    }
  });

  test('begin on the first day with records', () => {
    const context = { auditFirstDay: '2026-03-01' };
    expect(tableOf('cloudtrail_logs', context)?.Parameters['projection.day.range']).toBe('2026/03/01,NOW');
    expect(tableOf('vpc_flow_logs', context)?.Parameters['projection.hour.range']).toBe('2026/03/01/00,NOW');
  });

  test("of an existing trail read that trail's bucket and prefix", () => {
    const context = {
      ...VARIANTS['demo hardened existing-trail'],
      'monitor.trailBucketPrefix': 'central/trail',
    };
    expect(tableOf('cloudtrail_logs', context)?.StorageDescriptor.Location).toBe(
      's3://organization-trail-logs/central/trail/AWSLogs/',
    );
  });

  test("of an organization's trail have its id in the prefixes", () => {
    const context = { ...VARIANTS['demo hardened existing-trail'], organizationId: 'o-a1b2c3d4e5' };
    expect(tableOf('cloudtrail_logs', context)?.Parameters['storage.location.template']).toBe(
      's3://organization-trail-logs/AWSLogs/o-a1b2c3d4e5/$' +
        '{account}/CloudTrail/$' +
        '{region}/$' +
        '{day}',
    );
  });
});

describe('the workgroup', () => {
  test('holds everybody to engine 3, to a limit and to encrypted answers', () => {
    audit().hasResourceProperties('AWS::Athena::WorkGroup', {
      Name: 'harborwatch',
      WorkGroupConfiguration: Match.objectLike({
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 107_374_182_400,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
        ResultConfiguration: Match.objectLike({
          EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: Match.anyValue() },
          ExpectedBucketOwner: { Ref: 'AWS::AccountId' },
        }),
      }),
    });
  });

  test('goes with its history in a demonstration, and stays in production until somebody wants that', () => {
    audit().hasResourceProperties('AWS::Athena::WorkGroup', { RecursiveDeleteOption: true });
    audit({ mode: 'production' }).hasResourceProperties('AWS::Athena::WorkGroup', {
      RecursiveDeleteOption: false,
    });
  });

  test('forgets answers after a month', () => {
    audit().hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30 })] },
    });
  });
});

describe('the saved queries', () => {
  const saved = () =>
    Object.values(audit().findResources('AWS::Athena::NamedQuery')).map(({ Properties }) => Properties);

  /** What the settings of this deployment say to questions. */
  const SAID = {
    deployRoles: ['arn:aws:iam::111122223333:role/deploy-pipeline'],
    sshPorts: [22, 2222],
    homeRegions: ['eu-west-1'],
  };

  test('ask by the settings of the deployment', () => {
    const text = saved().find(({ Name }) => Name === 'ecs-deletes-and-scale-to-zero')?.QueryString;
    expect(text).toContain("principal not in ('arn:aws:iam::111122223333:role/deploy-pipeline')");
  });

  test('are those of the catalogue, byte for byte what the command line would ask', () => {
    expect(saved().map(({ Name, QueryString }) => [Name, QueryString])).toEqual(
      queryCatalogue().map((query) => [
        query.id,
        renderQuery(query, { values: questionValues(query, SAID) }),
      ]),
    );
  });

  test('run as they stand: no placeholder is left, and no time is fixed', () => {
    for (const { Name, QueryString } of saved()) {
      const sql = String(QueryString).replaceAll(/--.*$|'[^']*'/gm, '');
      expect([Name, sql.match(/(?<![:\w]):[a-z]\w*/g)]).toEqual([Name, null]);
      if (/ hour between | day between /.test(sql)) expect(sql).toContain('current_timestamp');
    }
  });

  test('ask the tables of this deployment in its workgroup', () => {
    for (const query of saved()) {
      expect(query).toMatchObject({ Database: 'harborwatch', WorkGroup: { Ref: 'Workgroup' } });
    }
  });
});

describe('the scheduled audit', () => {
  test('runs once a day, after the files of the day before', () => {
    audit().hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(15 4 * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
    });
  });

  test('is told the tables, the workgroup and where to tell', () => {
    audit().hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'harborwatch-scheduled-audit',
      Environment: {
        Variables: Match.objectLike({
          ATHENA_WORKGROUP: 'harborwatch',
          ATHENA_DATABASE: 'harborwatch',
          NOTIFICATION_TOPIC_ARN: Match.anyValue(),
          STATE_TABLE: Match.anyValue(),
          TOLD_TABLE: Match.anyValue(),
          METRIC_NAMESPACE: 'harborwatch',
        }),
      },
    });
  });

  test('asks in its own workgroup and in no other', () => {
    const [athena] = rights().filter(({ Action }) => JSON.stringify(Action).includes('athena:'));
    expect(JSON.stringify(athena?.Resource)).toContain(':workgroup/harborwatch"');
  });

  test('writes objects nowhere but among the answers', () => {
    const writes = rights().filter(({ Action }) => JSON.stringify(Action).includes('s3:Put'));
    expect(writes.map(({ Resource }) => JSON.stringify(Resource))).toEqual([
      expect.stringMatching(/Results\w+","Arn"\]},"\/results\/\*"/),
    ]);
  });

  test('reads log files, and changes neither tables nor buckets', () => {
    const actions = rights().flatMap(({ Action }) => Action);
    expect(
      actions.filter((action) =>
        /^glue:(?!Get)|^s3:(?:Delete|PutB)|^athena:(?:Create|Delete|Update)/.test(action),
      ),
    ).toEqual([]);
  });

  test("decrypts an existing trail's files with the key of that trail", () => {
    const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d';
    const context = { ...VARIANTS['demo hardened existing-trail'], 'monitor.trailKeyArn': keyArn };
    const [decrypts] = rights(context).filter(({ Action }) => Action === 'kms:Decrypt');
    expect(decrypts?.Resource).toContain(keyArn);
  });

  test('that failed three times is told to people past the handlers', () => {
    audit().hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });
});
