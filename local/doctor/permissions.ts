/** Every action that the doctor calls; all but the query, which writes its answer, only read. */
export const PERMISSIONS = [
  'athena:BatchGetNamedQuery',
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:ListNamedQueries',
  'athena:StartQueryExecution',
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetTrailStatus',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'ec2:DescribeFlowLogs',
  'glue:GetTable',
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'lambda:GetFunctionConfiguration',
  'lambda:ListFunctionEventInvokeConfigs',
  'logs:DescribeLogStreams',
  'logs:DescribeMetricFilters',
  'logs:DescribeSubscriptionFilters',
  'logs:TestMetricFilter',
  'scheduler:GetSchedule',
  'sns:GetSubscriptionAttributes',
  'sns:GetTopicAttributes',
  'sns:ListSubscriptionsByTopic',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'ssm:GetParameter',
  'sts:GetCallerIdentity',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** The policy of an identity that may run the doctor; the query needs the logs and its results' bucket besides. */
export function renderPolicy(): string {
  const query = ['s3:GetBucketLocation', 's3:GetObject', 's3:ListBucket', 's3:PutObject', 'kms:Decrypt'];
  const statement = (Sid: string, Action: readonly string[]) => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource: '*',
  });
  return `${JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [statement('Doctor', PERMISSIONS), statement('DoctorAsksTheTables', query)],
    },
    undefined,
    2,
  )}\n`;
}
