import { CloudWatchClient, paginateDescribeAlarms, paginateListDashboards } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { ECSClient, paginateListClusters } from '@aws-sdk/client-ecs';
import { GlueClient, paginateGetDatabases } from '@aws-sdk/client-glue';
import { IAMClient, paginateListPolicies } from '@aws-sdk/client-iam';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { paginateListTopics, SNSClient } from '@aws-sdk/client-sns';
import { paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import { paginateDescribeParameters, SSMClient } from '@aws-sdk/client-ssm';

export interface Place {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const last = (text: string | undefined, separator: string) => text?.split(separator).at(-1);

async function all<Page>(
  pages: AsyncIterable<Page>,
  names: (page: Page) => readonly (string | undefined)[] | undefined,
): Promise<readonly (string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for await (const page of pages) found.push(...(names(page) ?? []));
  return found;
}

/** What costs money, keeps data, or has a name of its own, by kind. */
const LISTS: Readonly<Record<string, (place: Place) => Promise<readonly (string | undefined)[]>>> = {
  'log group': (place) =>
    all(paginateDescribeLogGroups({ client: new CloudWatchLogsClient(place) }, {}), ({ logGroups }) =>
      logGroups?.map(({ logGroupName }) => logGroupName),
    ),
  alarm: (place) =>
    all(paginateDescribeAlarms({ client: new CloudWatchClient(place) }, {}), ({ MetricAlarms }) =>
      MetricAlarms?.map(({ AlarmName }) => AlarmName),
    ),
  dashboard: (place) =>
    all(paginateListDashboards({ client: new CloudWatchClient(place) }, {}), ({ DashboardEntries }) =>
      DashboardEntries?.map(({ DashboardName }) => DashboardName),
    ),
  bucket: async (place) => {
    const { Buckets } = await new S3Client({ ...place, forcePathStyle: true }).send(
      new ListBucketsCommand({}),
    );
    return Buckets?.map(({ Name }) => Name) ?? [];
  },
  table: (place) =>
    all(paginateListTables({ client: new DynamoDBClient(place) }, {}), ({ TableNames }) => TableNames),
  function: (place) =>
    all(paginateListFunctions({ client: new LambdaClient(place) }, {}), ({ Functions }) =>
      Functions?.map(({ FunctionName }) => FunctionName),
    ),
  topic: (place) =>
    all(paginateListTopics({ client: new SNSClient(place) }, {}), ({ Topics }) =>
      Topics?.map(({ TopicArn }) => last(TopicArn, ':')),
    ),
  queue: (place) =>
    all(paginateListQueues({ client: new SQSClient(place) }, {}), ({ QueueUrls }) =>
      QueueUrls?.map((url) => last(url, '/')),
    ),
  parameter: (place) =>
    all(paginateDescribeParameters({ client: new SSMClient(place) }, {}), ({ Parameters }) =>
      Parameters?.map(({ Name }) => Name),
    ),
  database: (place) =>
    all(paginateGetDatabases({ client: new GlueClient(place) }, {}), ({ DatabaseList }) =>
      DatabaseList?.map(({ Name }) => Name),
    ),
  cluster: (place) =>
    all(paginateListClusters({ client: new ECSClient(place) }, {}), ({ clusterArns }) =>
      clusterArns?.map((arn) => last(arn, '/')),
    ),
  policy: (place) =>
    all(paginateListPolicies({ client: new IAMClient(place) }, { Scope: 'Local' }), ({ Policies }) =>
      Policies?.map(({ PolicyName }) => PolicyName),
    ),
};

/**
 * Everything in an account and region, as `kind name`, in order.
 *
 * @param without kinds that are not asked for: the emulator's list of dashboards cannot be read while there are any
 */
export async function everythingThere(
  place: Place,
  without: readonly string[] = [],
): Promise<readonly string[]> {
  const there = await Promise.all(
    Object.entries(LISTS)
      .filter(([kind]) => !without.includes(kind))
      .map(async ([kind, list]) => (await list(place)).map((name) => `${kind} ${name ?? 'unnamed'}`)),
  );
  return there.flat().sort();
}
