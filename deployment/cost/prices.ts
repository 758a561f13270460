/** The year of the price pages below from which the prices are. */
export const PRICES_AS_OF = '2026';

/** Where each price stands: `https://aws.amazon.com/<page>/pricing/`. */
export const PRICE_PAGES: Readonly<Record<string, readonly string[]>> = {
  cloudwatch: ['logs, also those vended to S3', 'metrics', 'alarms', 'dashboards', 'Container Insights'],
  s3: ['storage'],
  lambda: ['requests and gigabyte-seconds'],
  dynamodb: ['on-demand reads and writes'],
  kms: ['keys'],
  'secrets-manager': ['secrets'],
  privatelink: ['interface endpoints'],
  elasticloadbalancing: ['load balancers'],
  vpc: ['NAT gateways', 'public addresses'],
  fargate: ['tasks'],
  athena: ['terabytes scanned'],
  cloudtrail: ['further copies of management events'],
  'opensearch-service': ['nodes and disks of the search engine'],
  codepipeline: ['minutes of actions, of type V2'],
  codebuild: ['minutes of builds'],
  guardduty: ['records that GuardDuty would be paid for'],
};

/**
 * List prices of us-east-1 in US dollars, first tier, without free tiers, as the pages of `PRICE_PAGES` gave them.
 * Other regions cost up to half as much again; the proportions hold.
 */
export const PRICES = {
  /** CloudWatch Logs: a gigabyte of standard or vended logs taken in. */
  logsIngestedPerGigabyte: 0.5,
  /** A gigabyte-month kept; logs are kept compressed. */
  logsKeptPerGigabyteMonth: 0.03,
  /** A gigabyte that Logs Insights or FilterLogEvents goes through. */
  insightsPerGigabyte: 0.005,
  /** A gigabyte of vended logs delivered to S3, before compression … */
  vendedToS3PerGigabyte: 0.25,
  /** … and of its conversion to Parquet. */
  parquetPerGigabyte: 0.035,
  s3KeptPerGigabyteMonth: 0.023,
  /** A metric that had a value in the month; prorated by the hour. */
  metricPerMonth: 0.3,
  alarmPerMonth: 0.1,
  compositeAlarmPerMonth: 0.5,
  /** Beyond the first three. */
  dashboardPerMonth: 3,
  lambdaPerMillionRequests: 0.2,
  /** On arm64. */
  lambdaPerGigabyteSecond: 0.0000133334,
  dynamoDbPerMillionWrites: 0.625,
  dynamoDbPerMillionReads: 0.125,
  keyPerMonth: 1,
  secretPerMonth: 0.4,
  /** An interface endpoint in one availability zone. */
  endpointPerHour: 0.01,
  /** An application load balancer; what its capacity units cost here is less than a cent a day. */
  loadBalancerPerHour: 0.0225,
  natGatewayPerHour: 0.045,
  /** A public IPv4 address, in use or not. */
  addressPerHour: 0.005,
  /** Fargate on arm64, which the workload runs on. */
  fargatePerCpuHour: 0.03238,
  fargatePerGigabyteHour: 0.00356,
  /** OpenSearch Service, on demand: a node of the two kinds that the templates ask for, and its disk (gp3). */
  searchNodePerHour: { 't3.small.search': 0.036, 'm6g.large.search': 0.128 },
  searchPerGigabyteMonth: 0.122,
  /** CodePipeline of type V2: a minute of an action, approvals free. */
  pipelinePerActionMinute: 0.002,
  /** CodeBuild on demand: Linux on the two kinds of machine that the templates ask for. */
  buildPerMinute: {
    'LINUX_CONTAINER BUILD_GENERAL1_MEDIUM': 0.01,
    'ARM_CONTAINER BUILD_GENERAL1_SMALL': 0.0034,
  },
  athenaPerTerabyte: 5,
  /** Athena bills at least this for a query, bytes. */
  athenaLeastBytes: 10_000_000,
  /** The first copy of management events is free; each further one is paid for. */
  secondTrailPerMillionEvents: 20,
  guardDutyPerGigabyteOfFlowLogs: 1,
  guardDutyPerMillionEvents: 4,
} as const;

export const GIGABYTE = 1e9;

/** As AWS's price pages reckon a month. */
export const HOURS_OF_MONTH = 730;
