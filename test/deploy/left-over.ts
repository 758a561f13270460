import { CloudWatchClient, DescribeAlarmsCommand, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { GetDatabasesCommand, GlueClient } from '@aws-sdk/client-glue';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';

interface Place {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Everything in the account that costs money or keeps data, as `kind name`, in order. */
export async function everythingThere(place: Place): Promise<readonly string[]> {
  const of = (kind: string, names: readonly (string | undefined)[] | undefined) =>
    (names ?? []).map((name) => `${kind} ${name ?? 'unnamed'}`);
  const logs = new CloudWatchLogsClient(place);
  const cloudWatch = new CloudWatchClient(place);
  const s3 = new S3Client({ ...place, forcePathStyle: true });
  const there = await Promise.all([
    logs.send(new DescribeLogGroupsCommand({})).then(({ logGroups }) =>
      of(
        'log group',
        logGroups?.map(({ logGroupName }) => logGroupName),
      ),
    ),
    cloudWatch.send(new DescribeAlarmsCommand({ MaxRecords: 100 })).then(({ MetricAlarms }) =>
      of(
        'alarm',
        MetricAlarms?.map(({ AlarmName }) => AlarmName),
      ),
    ),
    cloudWatch.send(new ListDashboardsCommand({})).then(({ DashboardEntries }) =>
      of(
        'dashboard',
        DashboardEntries?.map(({ DashboardName }) => DashboardName),
      ),
    ),
    s3.send(new ListBucketsCommand({})).then(({ Buckets }) =>
      of(
        'bucket',
        Buckets?.map(({ Name }) => Name),
      ),
    ),
    new DynamoDBClient(place)
      .send(new ListTablesCommand({}))
      .then(({ TableNames }) => of('table', TableNames)),
    new LambdaClient(place).send(new ListFunctionsCommand({})).then(({ Functions }) =>
      of(
        'function',
        Functions?.map(({ FunctionName }) => FunctionName),
      ),
    ),
    new SNSClient(place).send(new ListTopicsCommand({})).then(({ Topics }) =>
      of(
        'topic',
        Topics?.map(({ TopicArn }) => TopicArn?.split(':').at(-1)),
      ),
    ),
    new SQSClient(place).send(new ListQueuesCommand({})).then(({ QueueUrls }) =>
      of(
        'queue',
        QueueUrls?.map((url) => url.split('/').at(-1)),
      ),
    ),
    new SSMClient(place).send(new DescribeParametersCommand({})).then(({ Parameters }) =>
      of(
        'parameter',
        Parameters?.map(({ Name }) => Name),
      ),
    ),
    new GlueClient(place).send(new GetDatabasesCommand({})).then(({ DatabaseList }) =>
      of(
        'database',
        DatabaseList?.map(({ Name }) => Name),
      ),
    ),
    new ECSClient(place).send(new ListClustersCommand({})).then(({ clusterArns }) =>
      of(
        'cluster',
        clusterArns?.map((arn) => arn.split('/').at(-1)),
      ),
    ),
  ]);
  return there.flat().sort();
}
