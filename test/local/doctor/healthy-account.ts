import { type FilterPattern, parseFilterPattern } from '../../../analysis/filter-pattern';
import { CANARY_ID, CANARY_PATTERN } from '../../../deployment/canary';
import { deployedCatalogue } from '../../../deployment/deployed-catalogue';
import { deployedNames } from '../../../deployment/deployed-names';
import type { Deployment } from '../../../deployment/described-deployment';
import { deployedSchedules } from '../../../deployment/schedules';
import { queryCatalogue } from '../../../queries/catalogue';
import { questionValues } from '../../../queries/question-values';
import { renderQuery } from '../../../queries/render-query';
import { FLOW_LOG_FIELDS } from '../../../records/flow-logs/flow-log-fields';
import { renderGlueTable } from '../../../records/tables/glue-table';
import { TABLES } from '../../../records/tables/tables';
import { ServiceError } from '../../handlers/fake-aws/service-error';
import type { Answer } from './aws-server';
import { ACCOUNT, functionArn, queueArn, REGION, TRAIL_ARN, topicArn } from './deployment';

/** What a test changes: each member in the words of its service's API. */
type Item = Record<string, unknown>;
type Named<Key extends string> = Item & { readonly [K in Key]: string };

export interface AccountState {
  identity: string;
  parameters: Map<string, string>;
  trails: Named<'TrailARN'>[];
  trailStatus: Item;
  /** In the words of GetEventSelectors. */
  eventSelectors: Item;
  /** What the event history answers, whatever call is asked for. */
  pastCalls: Item[];
  flowLogs: Item[];
  /** By log group. */
  metricFilters: Record<string, Item[]>;
  subscriptionFilters: Record<string, Item[]>;
  logStreams: Record<string, Item[]>;
  metricAlarms: Named<'AlarmName'>[];
  compositeAlarms: Named<'AlarmName'>[];
  /** By topic. */
  topicPolicies: Record<string, string>;
  subscriptions: Record<string, Item[]>;
  redrivePolicies: Record<string, string>;
  functions: Record<string, Item>;
  destinations: Record<string, string>;
  /** Messages by queue name. */
  queues: Record<string, number>;
  tables: Record<string, Item>;
  /** By alias. */
  keys: Record<string, Item>;
  /** Of the key of the messages. */
  keyPolicy: string;
  /** By group and name. */
  schedules: Record<string, Item>;
  athena: { state: string; reason?: string; rows: number };
  namedQueries: Named<'NamedQueryId' | 'Name' | 'QueryString'>[];
  /** The sum of a metric in the newest period; undefined: it has no points. */
  sumOf: (
    namespace: string,
    metric: string,
    dimensions: Readonly<Record<string, string>>,
  ) => number | undefined;
  /** Whether the service matches; by default as the local evaluator does. */
  matches: (pattern: string, message: string) => boolean;
  /** Calls that are denied. */
  denied: Set<string>;
}

const POLICY = (topic: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Alarms',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topic,
        Condition: {
          ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:*` },
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
        },
      },
      {
        Sid: 'OnlyEncrypted',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: topic,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });

/** An account in which everything is as it was deployed, at that moment (epoch seconds). */
export function healthyAccount(deployment: Deployment, now: number): AccountState {
  const names = deployedNames(deployment.name);
  const { trail, flowLogs, topics, functions } = deployment;
  const filters = deployedCatalogue({ ...deployment.catalogue, name: deployment.name }).flatMap(
    ({ id, detector }) => (detector.kind === 'filter' ? [{ id, pattern: detector.pattern }] : []),
  );
  const all = [...filters, { id: CANARY_ID, pattern: CANARY_PATTERN }];
  const recently = now - 120;
  const lambda = (name: string) => ({
    SubscriptionArn: `${topics.alarms}:11111111-0000-4000-8000-000000000000`,
    Owner: ACCOUNT,
    Protocol: 'lambda',
    Endpoint: functionArn(name),
    TopicArn: topics.alarms,
  });
  const person = (topic: string, Endpoint: string) => ({
    SubscriptionArn: `${topic}:22222222-0000-4000-8000-000000000000`,
    Owner: ACCOUNT,
    Protocol: 'email',
    Endpoint,
    TopicArn: topic,
  });
  return {
    identity: ACCOUNT,
    parameters: new Map([[names.descriptionParameter, JSON.stringify(deployment)]]),
    trails: [
      {
        Name: 'harborwatch',
        S3BucketName: trail.bucket,
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: true,
        HomeRegion: REGION,
        TrailARN: TRAIL_ARN,
        LogFileValidationEnabled: true,
        CloudWatchLogsLogGroupArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${trail.logGroup}:*`,
        CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/harborwatch-trail`,
        HasCustomEventSelectors: false,
        IsOrganizationTrail: false,
      },
    ],
    trailStatus: {
      IsLogging: true,
      LatestDeliveryTime: recently,
      LatestCloudWatchLogsDeliveryTime: recently,
      LatestDigestDeliveryTime: recently,
      StartLoggingTime: now - 86_400,
    },
    pastCalls: [],
    eventSelectors: {
      EventSelectors: [
        {
          ReadWriteType: 'All',
          IncludeManagementEvents: true,
          DataResources: [],
          ExcludeManagementEventSources: [],
        },
      ],
    },
    flowLogs: [
      {
        flowLogId: 'fl-0000000000000000a',
        resourceId: flowLogs.vpcId,
        flowLogStatus: 'ACTIVE',
        deliverLogsStatus: 'SUCCESS',
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logGroupName: flowLogs.logGroup,
        logFormat: flowLogs.format,
        maxAggregationInterval: 60,
      },
      {
        flowLogId: 'fl-0000000000000000b',
        resourceId: flowLogs.vpcId,
        flowLogStatus: 'ACTIVE',
        deliverLogsStatus: 'SUCCESS',
        trafficType: 'ALL',
        logDestinationType: 's3',
        logDestination: `arn:aws:s3:::${flowLogs.bucket}`,
        logFormat: FLOW_LOG_FIELDS.map(({ name }) => `\${${name}}`).join(' '),
        maxAggregationInterval: 60,
        destinationOptions: {
          fileFormat: 'parquet',
          hiveCompatiblePartitions: false,
          perHourPartition: true,
        },
      },
    ],
    metricFilters: {
      [trail.logGroup ?? '']: all.map(({ id, pattern }) => ({
        filterName: `DetectionStack-${id}-Filter0A1B2C3D`,
        filterPattern: pattern,
        metricTransformations: [
          { metricName: id, metricNamespace: names.metricNamespace, metricValue: '1', defaultValue: 0 },
        ],
        creationTime: 1_790_000_000_000,
        logGroupName: trail.logGroup,
      })),
    },
    subscriptionFilters: {
      [trail.logGroup ?? '']: [],
      [flowLogs.logGroup]: [
        {
          filterName: 'ssh',
          logGroupName: flowLogs.logGroup,
          filterPattern: flowLogs.subscriptionPattern,
          destinationArn: functionArn('harborwatch-flow-log-analyzer'),
          distribution: 'ByLogStream',
        },
      ],
    },
    logStreams: { [trail.logGroup ?? '']: [], [flowLogs.logGroup]: [] },
    metricAlarms: metricAlarms(deployment),
    compositeAlarms: [
      {
        AlarmName: names.alarm('ecs-crypto-mining-suspected'),
        ActionsEnabled: true,
        AlarmActions: [topics.alarms],
        StateValue: 'OK',
        StateUpdatedTimestamp: now - 864_000,
        AlarmRule: `(ALARM("${names.alarm('ecs-large-task-defined')}") AND ALARM("arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${names.alarm('ecs-foreign-image-defined')}"))`,
      },
    ],
    topicPolicies: Object.fromEntries(Object.values(topics).map((topic) => [topic, POLICY(topic)])),
    subscriptions: {
      [topics.alarms]: [lambda('harborwatch-alarm-context')],
      [topics.notifications]: [person(topics.notifications, 'watch@example.com')],
      [topics.health]: [
        {
          ...person(topics.health, 'https://global.sns-api.chatbot.amazonaws.com'),
          Protocol: 'https',
        },
      ],
    },
    redrivePolicies: {
      [lambda('').SubscriptionArn]: JSON.stringify({ deadLetterTargetArn: queueArn('dead-letters') }),
    },
    functions: Object.fromEntries(
      Object.values(functions).map((name) => [
        name,
        {
          FunctionName: name,
          FunctionArn: functionArn(name),
          State: 'Active',
          LastUpdateStatus: 'Successful',
        },
      ]),
    ),
    destinations: Object.fromEntries(Object.values(functions).map((name) => [name, topicArn('health')])),
    queues: { 'harborwatch-dead-letters': 0 },
    tables: tablesOf(deployment),
    keys: Object.fromEntries(
      ['archive', 'logs', 'messages'].map((suffix, index) => [
        `alias/${deployment.name}-${suffix}`,
        { KeyId: `00000000-0000-4000-8000-00000000000${index}`, KeyState: 'Enabled' },
      ]),
    ),
    keyPolicy: JSON.stringify({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          Condition: {
            StringEquals: { 'aws:SourceAccount': ACCOUNT },
            ArnLike: {
              'aws:SourceArn': `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${names.alarmPrefix}*`,
            },
          },
        },
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          Condition: { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } },
        },
      ],
    }),
    schedules: Object.fromEntries(
      deployedSchedules(deployment.name).map(({ group, handler }) => [
        `${group}/${handler}`,
        {
          Name: handler,
          GroupName: group,
          State: 'ENABLED',
          Target: { Arn: `${functionArn(names.function(handler))}:scheduled` },
        },
      ]),
    ),
    athena: { state: 'SUCCEEDED', rows: 1 },
    namedQueries: queryCatalogue().map((query, index) => ({
      NamedQueryId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      Name: query.id,
      Database: deployment.audit.database,
      QueryString: renderQuery(query, { values: questionValues(query, deployment.catalogue) }),
      WorkGroup: deployment.audit.workgroup,
    })),
    sumOf: (namespace, metric) => {
      if (metric === 'IncomingLogEvents') return 12;
      return namespace === names.metricNamespace ? 0 : undefined;
    },
    matches: (pattern, message) => patternOf(pattern).matchesText(message),
    denied: new Set(),
  };
}

const parsed = new Map<string, FilterPattern>();

function patternOf(text: string): FilterPattern {
  const pattern = parsed.get(text) ?? parseFilterPattern(text);
  parsed.set(text, pattern);
  return pattern;
}

function metricAlarms(deployment: Deployment): Named<'AlarmName'>[] {
  const names = deployedNames(deployment.name);
  const detections = deployedCatalogue({ ...deployment.catalogue, name: deployment.name }).flatMap(
    (detection) => {
      const { id, detector, alarm } = detection;
      if (alarm === undefined) return [];
      const isSilence = detector.kind === 'silence';
      const group =
        isSilence && detector.of === 'cloudtrail' ? deployment.trail.logGroup : deployment.flowLogs.logGroup;
      return [
        {
          AlarmName: names.alarm(id),
          ActionsEnabled: true,
          AlarmActions: [isSilence ? deployment.topics.health : deployment.topics.alarms],
          StateValue: 'OK',
          Namespace: isSilence ? 'AWS/Logs' : names.metricNamespace,
          MetricName: isSilence ? 'IncomingLogEvents' : id,
          Dimensions: isSilence ? [{ Name: 'LogGroupName', Value: group }] : [],
          Statistic: 'Sum',
          Period: alarm.periodMinutes * 60,
          EvaluationPeriods: alarm.evaluationPeriods,
          ...(alarm.datapointsToAlarm !== alarm.evaluationPeriods && {
            DatapointsToAlarm: alarm.datapointsToAlarm,
          }),
          Threshold: alarm.threshold,
          ComparisonOperator:
            alarm.comparison === 'below' ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
          TreatMissingData: alarm.treatMissingData,
        },
      ];
    },
  );
  return [
    ...detections,
    {
      AlarmName: names.alarm(CANARY_ID),
      ActionsEnabled: true,
      AlarmActions: [deployment.topics.alarms],
      StateValue: 'OK',
      Namespace: names.metricNamespace,
      MetricName: CANARY_ID,
      TreatMissingData: 'notBreaching',
    },
  ];
}

function tablesOf({ trail, flowLogs, account, region }: Deployment): Record<string, Item> {
  const buckets: Readonly<Record<string, string>> = {
    cloudtrail_logs: trail.bucket,
    vpc_flow_logs: flowLogs.bucket,
  };
  return Object.fromEntries(
    TABLES.map((table) => {
      const rendered = renderGlueTable(table, {
        location: `s3://${buckets[table.name] ?? 'harborwatch-container-logs'}`,
        accounts: [account],
        regions: [region, 'us-east-1'],
        firstDay: '2026-01-01',
      });
      const columns = (list: readonly { readonly name: string; readonly type: string }[]) =>
        list.map(({ name, type }) => ({ Name: name, Type: type }));
      const { storageDescriptor } = rendered;
      return [
        table.name,
        {
          Name: table.name,
          TableType: rendered.tableType,
          Parameters: { ...rendered.parameters },
          PartitionKeys: columns(rendered.partitionKeys),
          StorageDescriptor: {
            Location: storageDescriptor.location,
            Columns: columns(storageDescriptor.columns),
            InputFormat: storageDescriptor.inputFormat,
            OutputFormat: storageDescriptor.outputFormat,
            SerdeInfo: {
              SerializationLibrary: storageDescriptor.serdeInfo.serializationLibrary,
              Parameters: storageDescriptor.serdeInfo.parameters,
            },
          },
        },
      ];
    }),
  );
}

const PAGE = 50;

/** One page of a list, by a token that is the place to go on from. */
function paged<T>(
  list: readonly T[],
  token: string | undefined,
  size = PAGE,
): readonly [T[], string | undefined] {
  const from = Number(token ?? 0);
  const end = from + size;
  return [list.slice(from, end), end < list.length ? String(end) : undefined];
}

function absent(code: string, what: unknown): never {
  throw new ServiceError(400, code, `${String(what)} does not exist`);
}

/** Answers as the services would, of the state as it is at the time of the call. */
export function answering(stateOf: () => AccountState, now: () => number): Answer {
  return (call, request) => {
    const state = stateOf();
    if (state.denied.has(call)) {
      const code = call.startsWith('EC2.')
        ? 'UnauthorizedOperation'
        : call.startsWith('SNS.')
          ? 'AuthorizationError'
          : 'AccessDeniedException';
      throw new ServiceError(call.startsWith('EC2.') ? 403 : 400, code, denial(call));
    }
    return ANSWERS[call]?.(state, request as unknown as Asked, now());
  };
}

function denial(call: string): string {
  const [service = '', operation] = call.split('.');
  const action = `${service.toLowerCase()}:${operation}`;
  return `User: arn:aws:iam::${ACCOUNT}:user/ana is not authorized to perform: ${action} on resource: *`;
}

/** The members of the requests, of all calls together. */
interface Asked {
  readonly Name: string;
  readonly trailNameList?: readonly string[];
  readonly logGroupName: string;
  readonly nextToken?: string;
  readonly NextToken?: string;
  readonly filterPattern: string;
  readonly logEventMessages: readonly string[];
  readonly AlarmNamePrefix: string;
  readonly MaxRecords: number;
  readonly MaxResults: number;
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: {
      readonly Metric: {
        readonly Namespace: string;
        readonly MetricName: string;
        readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
      };
    };
  }[];
  readonly TopicArn: string;
  readonly SubscriptionArn: string;
  readonly FunctionName: string;
  readonly QueueName: string;
  readonly QueueOwnerAWSAccountId: string;
  readonly QueueUrl: string;
  readonly NamedQueryIds: readonly string[];
  readonly KeyId: string;
  readonly Group: string;
}

const ANSWERS: Readonly<Record<string, (state: AccountState, request: Asked, now: number) => object>> = {
  'KMS.DescribeKey': ({ keys }, { KeyId }) => ({
    KeyMetadata: keys[KeyId] ?? absent('NotFoundException', KeyId),
  }),
  'KMS.GetKeyPolicy': ({ keyPolicy }) => ({ Policy: keyPolicy }),
  'Scheduler.GetSchedule': ({ schedules }, { Group, Name }) =>
    schedules[`${Group}/${Name}`] ?? absent('ResourceNotFoundException', Name),
  'STS.GetCallerIdentity': ({ identity }) => ({
    Arn: `arn:aws:iam::${identity}:user/ana`,
    UserId: 'AIDAEXAMPLE',
    Account: identity,
  }),
  'SSM.GetParameter': ({ parameters }, { Name }) => {
    const Value = parameters.get(Name);
    if (Value === undefined) throw new ServiceError(400, 'ParameterNotFound', '');
    return { Parameter: { Name, Type: 'String', Value, Version: 1 } };
  },
  'CloudTrail.DescribeTrails': ({ trails }, { trailNameList }) => ({
    trailList: trails.filter(
      ({ TrailARN }) => trailNameList === undefined || trailNameList.includes(TrailARN),
    ),
  }),
  'CloudTrail.GetTrailStatus': ({ trailStatus }) => trailStatus,
  'CloudTrail.GetEventSelectors': ({ eventSelectors }) => eventSelectors,
  'CloudTrail.LookupEvents': ({ pastCalls }) => ({ Events: pastCalls }),
  'EC2.DescribeFlowLogs': ({ flowLogs }) => ({ flowLogSet: flowLogs }),
  'Logs.DescribeMetricFilters': ({ metricFilters }, { logGroupName, nextToken }) => {
    const list = metricFilters[logGroupName] ?? absent('ResourceNotFoundException', logGroupName);
    const [page, token] = paged(list, nextToken);
    return { metricFilters: page, nextToken: token };
  },
  'Logs.DescribeSubscriptionFilters': ({ subscriptionFilters }, { logGroupName }) => ({
    subscriptionFilters:
      subscriptionFilters[logGroupName] ?? absent('ResourceNotFoundException', logGroupName),
  }),
  'Logs.DescribeLogStreams': ({ logStreams }, { logGroupName }) => ({
    logStreams: logStreams[logGroupName] ?? absent('ResourceNotFoundException', logGroupName),
  }),
  'Logs.TestMetricFilter': ({ matches }, { filterPattern, logEventMessages }) => {
    if (logEventMessages.length > 50) {
      throw new ServiceError(400, 'InvalidParameterException', 'Member must have length less than 51');
    }
    return {
      matches: logEventMessages.flatMap((eventMessage, index) =>
        matches(filterPattern, eventMessage)
          ? [{ eventNumber: index + 1, eventMessage, extractedValues: {} }]
          : [],
      ),
    };
  },
  'CloudWatch.DescribeAlarms': ({ metricAlarms: metric, compositeAlarms }, request) => {
    const isWanted = ({ AlarmName }: Named<'AlarmName'>) => AlarmName.startsWith(request.AlarmNamePrefix);
    const [page, token] = paged(metric.filter(isWanted), request.NextToken, request.MaxRecords);
    return {
      MetricAlarms: page,
      CompositeAlarms: token === undefined ? compositeAlarms.filter(isWanted) : [],
      NextToken: token,
    };
  },
  'CloudWatch.GetMetricData': ({ sumOf }, { MetricDataQueries }, now) => ({
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }) => {
      const { Namespace, MetricName, Dimensions = [] } = MetricStat.Metric;
      const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
      const sum = sumOf(Namespace, MetricName, dimensions);
      const at = now - (now % 300) - 300;
      return {
        Id,
        Label: MetricName,
        StatusCode: 'Complete',
        Timestamps: sum === undefined ? [] : [at],
        Values: sum === undefined ? [] : [sum],
      };
    }),
    Messages: [],
  }),
  'SNS.GetTopicAttributes': ({ topicPolicies }, { TopicArn }) => {
    const Policy = topicPolicies[TopicArn];
    if (Policy === undefined) throw new ServiceError(404, 'NotFound', 'Topic does not exist');
    return { Attributes: new Map(Object.entries({ TopicArn, Owner: ACCOUNT, Policy })) };
  },
  'SNS.ListSubscriptionsByTopic': ({ subscriptions }, { TopicArn }) => ({
    Subscriptions: subscriptions[TopicArn] ?? [],
  }),
  'SNS.GetSubscriptionAttributes': ({ redrivePolicies }, { SubscriptionArn }) => {
    const RedrivePolicy = redrivePolicies[SubscriptionArn];
    return {
      Attributes: new Map(
        Object.entries({ SubscriptionArn, ...(RedrivePolicy !== undefined && { RedrivePolicy }) }),
      ),
    };
  },
  'Lambda.GetFunctionConfiguration': ({ functions }, { FunctionName }) =>
    functions[FunctionName] ?? absent('ResourceNotFoundException', FunctionName),
  'Lambda.ListFunctionEventInvokeConfigs': ({ destinations }, { FunctionName }) => {
    const Destination = destinations[FunctionName];
    const config = {
      FunctionArn: `${functionArn(FunctionName)}:$LATEST`,
      DestinationConfig: { OnSuccess: {}, OnFailure: { Destination } },
    };
    return { FunctionEventInvokeConfigs: Destination === undefined ? [] : [config] };
  },
  'SQS.GetQueueUrl': ({ queues }, { QueueName, QueueOwnerAWSAccountId }) => {
    if (queues[QueueName] === undefined) absent('com.amazonaws.sqs#QueueDoesNotExist', QueueName);
    return { QueueUrl: `https://sqs.${REGION}.amazonaws.com/${QueueOwnerAWSAccountId}/${QueueName}` };
  },
  'SQS.GetQueueAttributes': ({ queues }, { QueueUrl }) => ({
    Attributes: {
      ApproximateNumberOfMessages: String(queues[QueueUrl.split('/').at(-1) ?? '']),
      ApproximateNumberOfMessagesNotVisible: '0',
    },
  }),
  'Glue.GetTable': ({ tables }, { Name }) => ({
    Table: tables[Name] ?? absent('EntityNotFoundException', Name),
  }),
  'Athena.StartQueryExecution': () => ({ QueryExecutionId: '11111111-0000-4000-8000-000000000000' }),
  'Athena.GetQueryExecution': ({ athena: { state, reason } }) => ({
    QueryExecution: {
      Status: { State: state, ...(reason !== undefined && { StateChangeReason: reason }) },
      Statistics: { DataScannedInBytes: 1024, EngineExecutionTimeInMillis: 300 },
    },
  }),
  'Athena.GetQueryResults': ({ athena: { rows } }) => ({
    ResultSet: {
      ResultSetMetadata: { ColumnInfo: [{ Name: 'one', Type: 'integer' }] },
      Rows: ['one', ...Array.from({ length: rows }, () => '1')].map((text) => ({
        Data: [{ VarCharValue: text }],
      })),
    },
  }),
  'Athena.ListNamedQueries': ({ namedQueries }, { NextToken, MaxResults }) => {
    const [page, token] = paged(namedQueries, NextToken, MaxResults);
    return { NamedQueryIds: page.map(({ NamedQueryId }) => NamedQueryId), NextToken: token };
  },
  'Athena.BatchGetNamedQuery': ({ namedQueries }, { NamedQueryIds }) => ({
    NamedQueries: namedQueries.filter(({ NamedQueryId }) => NamedQueryIds.includes(NamedQueryId)),
    UnprocessedNamedQueryIds: [],
  }),
};
