import { Duration, RemovalPolicy, TimeZone } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { TABLES } from '../../records/tables/tables';
import { letReadContainers, letWritePages } from '../detection/handlers/handler-permissions';
import { handlerVariables } from '../detection/handlers/handler-variables';
import type { LogArchive } from '../log-archive/log-archive';
import { acknowledge, acknowledgeWildcard } from '../parts/acknowledge';
import { HandlerFunction } from '../parts/handler-function';
import type { HarborwatchScope } from '../parts/harborwatch-scope';
import { bucketsOfTables } from './tables';

/** What the audit tells through, and where it remembers what it told. */
export interface AuditTells {
  readonly notificationTopic: ITopic;
  readonly healthTopic: ITopic;
  readonly stateTable: Table;
  readonly toldTable: Table;
}

export interface ScheduledAuditProps {
  readonly archive: LogArchive;
  readonly detection: AuditTells;
  readonly results: IBucket;
  /** Where the lines of the fleet's containers are; without it sizes alone tell of logins. */
  readonly containerLogGroup?: ILogGroup | undefined;
}

const list = (items: readonly unknown[]) => (items.length === 0 ? undefined : JSON.stringify(items));

/** The day's questions, asked every morning, and what they may read and write for it. */
export function makeScheduledAudit(stack: HarborwatchScope, props: ScheduledAuditProps): LambdaFunction {
  const { settings, names } = stack;
  const { archive, detection } = props;
  const { function: audit } = new HandlerFunction(stack, 'ScheduledAudit', {
    handler: 'scheduled-audit',
    variables: handlerVariables('scheduled-audit', {
      reportsBucket: props.results.bucketName,
      athenaWorkgroup: names.athenaWorkgroup,
      athenaDatabase: names.glueDatabase,
      notificationTopicArn: detection.notificationTopic.topicArn,
      stateTable: detection.stateTable.tableName,
      toldTable: detection.toldTable.tableName,
      trailLogGroup: archive.trailLogGroup?.logGroupName,
      flowLogGroup: archive.flowLogGroup.logGroupName,
      containerLogGroup: props.containerLogGroup?.logGroupName,
      sshPorts: JSON.stringify(settings.sshPorts),
      egressPorts: JSON.stringify(settings.egressPorts),
      trustedCidrs: list(settings.trustedSshCidrs),
      insideCidrs: list(settings.insideCidrs),
      deployRoles: list(settings.deployRoles),
      homeRegions: list(settings.homeRegions),
      notifyFrom: settings.notifyFrom,
      suppressions: list(settings.suppressions),
      runbookUrl: settings.runbookUrl,
      alarmPrefix: names.alarmPrefix,
      metricNamespace: names.metricNamespace,
    }),
    logKey: archive.logKey,
    onFailure: detection.healthTopic,
  });
  letAsk(stack, audit, props);
  letTell(audit, detection);
  if (props.containerLogGroup !== undefined) letReadContainers(audit, props.containerLogGroup);

  const group = new ScheduleGroup(stack, 'Schedules', {
    scheduleGroupName: `${settings.name}-audit`,
    // It holds nothing that is worth keeping, and its name would be in the way of the next deployment.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const caller = new Role(stack, 'Caller', {
    description: 'Lets the schedule call the audit.',
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group.scheduleGroupArn },
      },
    }),
  });
  new Schedule(stack, 'EveryMorning', {
    scheduleName: 'scheduled-audit',
    scheduleGroup: group,
    description: 'Asks the questions of the day before.',
    // The day's last files are delivered well within the hours after midnight.
    schedule: ScheduleExpression.cron({ minute: '15', hour: '4', timeZone: TimeZone.ETC_UTC }),
    target: new LambdaInvoke(audit, { role: caller, retryAttempts: 2, maxEventAge: Duration.hours(1) }),
  });
  acknowledgeWildcard(caller, `${audit.functionArn}:*`, 'versions of this one function');
  return audit;
}

function letAsk(stack: HarborwatchScope, audit: LambdaFunction, { archive, results }: ScheduledAuditProps) {
  const { names } = stack;
  const allow = (actions: string[], resources: string[]) =>
    audit.addToRolePolicy(new PolicyStatement({ actions, resources }));
  allow(
    [
      'athena:StartQueryExecution',
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:StopQueryExecution',
    ],
    [stack.formatArn({ service: 'athena', resource: 'workgroup', resourceName: names.athenaWorkgroup })],
  );
  const glue = (resource: string, resourceName?: string) =>
    stack.formatArn({ service: 'glue', resource, ...(resourceName !== undefined && { resourceName }) });
  allow(
    ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
    [
      glue('catalog'),
      glue('database', names.glueDatabase),
      ...TABLES.map(({ name }) => glue('table', `${names.glueDatabase}/${name}`)),
    ],
  );
  for (const { bucket, prefix, key } of Object.values(bucketsOfTables(archive))) {
    allow(['s3:ListBucket', 's3:GetBucketLocation'], [bucket.bucketArn]);
    const objects = bucket.arnForObjects(`${prefix === undefined ? '' : `${prefix}/`}AWSLogs/*`);
    allow(['s3:GetObject'], [objects]);
    acknowledgeWildcard(
      audit.role ?? audit,
      objects,
      'every log file of the bucket, by the prefix that AWS gives them',
    );
    key?.grantDecrypt(audit);
  }
  allow(['s3:ListBucket', 's3:GetBucketLocation'], [results.bucketArn]);
  const answers = results.arnForObjects('results/*');
  allow(['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], [answers]);
  acknowledgeWildcard(audit.role ?? audit, answers, 'Athena names each answer by its execution');
  letWritePages(audit, results, 'audits');
  archive.dataKey.grant(audit, 'kms:Decrypt', 'kms:GenerateDataKey');
}

function letTell(audit: LambdaFunction, { stateTable, toldTable, notificationTopic }: AuditTells) {
  notificationTopic.grantPublish(audit);
  stateTable.grant(
    audit,
    'dynamodb:GetItem',
    'dynamodb:BatchGetItem',
    'dynamodb:PutItem',
    'dynamodb:DeleteItem',
    'dynamodb:Query',
  );
  toldTable.grant(audit, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem');
  // What DynamoDB asks of whoever reads and writes a table with such a key.
  stateTable.encryptionKey?.grantEncryptDecrypt(audit);
  acknowledge(
    audit.role ?? audit,
    'AwsSolutions-IAM5[Action::kms:ReEncrypt*]',
    'one operation in two directions, on the key of the state tables',
  );
}
