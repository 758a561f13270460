import { z } from 'zod';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { LEARNING_DAYS } from '../../analysis/trail/baseline';
import { ALARM_KINDS } from '../../deployment/alarm-groups';
import { DEFAULT_DEPLOYMENT_NAME } from '../../deployment/deployed-names';
import { FREE_PLACES } from '../../detections/placement';
import { fromText, listOf } from './from-text';
import { muteWindow, suppression } from './silencing';
import * as value from './values';

interface Described<T extends z.ZodType> {
  readonly schema: T;
  /** Completes "allowed is …". */
  readonly allowed: string;
  /** What it does, and what its absence means. */
  readonly about: string;
}

const setting = <T extends z.ZodType>(schema: T, allowed: string, about: string): Described<T> => ({
  schema,
  allowed,
  about,
});

const flag = (otherwise: boolean) => z.preprocess(fromText, z.boolean()).default(otherwise);
const whole = (schema: z.ZodInt) => z.preprocess(fromText, schema);
const items = <T extends z.ZodType>(item: T, most: number) =>
  z.preprocess(fromText, z.array(item).max(most)).default([]);
const FLAG = 'true or false';
const DAYS = 'a retention that CloudWatch Logs knows, such as 30, 90, 365 or 731';

/** Every setting of a deployment, in the order in which docs/settings.md lists them. The keys are CDK context. */
export const SETTINGS = {
  name: setting(
    value.deploymentName.default(DEFAULT_DEPLOYMENT_NAME),
    'a name of 2 to 30 lower-case letters, digits and single hyphens between them, which does not begin with aws or ssm',
    'Put before the names of stacks, alarms and metrics: an account and region may hold several deployments, and several regions one of the same name.',
  ),
  mode: setting(
    z.enum(value.MODES).default('demo'),
    value.MODES.join(' or '),
    '`demo` is destroyed with its logs; `production` retains logs under object lock, protects state, and refuses the stages that teach weaknesses.',
  ),
  stage: setting(
    z.enum(value.STAGES).optional(),
    value.STAGES.join(', '),
    'How far the workshop workload is hardened. Without it `hardened`; with `monitor.existingVpcId` no workload is made.',
  ),

  notificationEmails: setting(
    listOf(value.email, value.MOST_MAILS).default([]),
    'mail addresses, with commas between them, 20 at most',
    'Who gets the messages; each address confirms its subscription by mail.',
  ),
  slackChannels: setting(
    listOf(value.slackChannel, value.MOST_CHANNELS).default([]),
    'workspace and channel ids, T0123ABCD/C0123ABCD, 10 at most',
    'Slack channels of a workspace that was connected to Amazon Q Developer in chat applications by hand.',
  ),
  teamsChannels: setting(
    listOf(value.teamsChannel, value.MOST_CHANNELS).default([]),
    'team, tenant and channel ids with slashes between them, 10 at most',
    'Teams channels of a team that was connected to Amazon Q Developer in chat applications by hand.',
  ),
  notifyFrom: setting(
    value.severity.default('medium'),
    'low, medium, high or critical',
    'Findings of the analyzers below this severity are kept for the digest and told nobody.',
  ),
  runbookUrl: setting(
    z.url().optional(),
    'a URL',
    'Where the rendered runbook can be read; messages link its headings.',
  ),
  securityHub: setting(flag(false), FLAG, 'Imports findings into Security Hub, which has to be on.'),

  deployRoles: setting(
    listOf(value.roleArn).default([]),
    'ARNs of roles, such as arn:aws:iam::111122223333:role/deploy-pipeline',
    'The roles that deploy: their expected calls raise nothing. Exact names; a path or a wildcard would be a way in.',
  ),
  homeRegions: setting(
    listOf(value.region).default([]),
    'regions, such as eu-west-1',
    'Where the fleet lives: calls elsewhere are an alarm. Without it those detections are left out.',
  ),
  trustedSshCidrs: setting(
    listOf(value.trustedRange, value.MOST_RANGES).default([]),
    'IPv4 or IPv6 ranges, such as 192.0.2.0/24, 40 at most; never 0.0.0.0/0 or ::/0',
    'Who may reach port 22 of the workload, and whom the analyzers do not judge.',
  ),
  insideCidrs: setting(
    listOf(value.trustedRange, value.MOST_RANGES).default([]),
    'IPv4 or IPv6 ranges, such as 192.0.2.0/24, 40 at most; never 0.0.0.0/0 or ::/0',
    'Public ranges that are your own: what comes from there is judged like what comes from private ranges, and what goes there does not go to the internet.',
  ),
  sshPorts: setting(
    listOf(value.port).default([...DEFAULT_SSH_POLICY.sshPorts]),
    'port numbers from 1 to 65535',
    'Ports on which an SSH daemon may listen.',
  ),
  egressPorts: setting(
    listOf(value.port).default([...DEFAULT_SSH_POLICY.egressPorts]),
    'port numbers from 1 to 65535',
    'Ports on which tasks are expected to call out.',
  ),
  cis: setting(
    flag(true),
    FLAG,
    'Deploys the 14 CIS controls of Security Hub beside our own detections; `false` leaves their place in a log group that has filters already.',
  ),
  alarms: setting(
    z.enum(ALARM_KINDS).default('each'),
    ALARM_KINDS.join(' or '),
    'What is paid for by the month: with `each` a metric and an alarm for every filter, five alarms for every function and five dashboards; with `family` filters that are judged alike share one of each, a function has two alarms, and there are three dashboards. Messages are the same: docs/cost.md has both sums.',
  ),
  learningDays: setting(
    whole(z.int().min(0).max(365)).default(LEARNING_DAYS),
    'a whole number of days from 0 to 365',
    'How long the trail analyzer only learns what is usual before it tells of first times.',
  ),
  reservedConcurrency: setting(
    whole(z.int().min(1).max(1000)).optional(),
    'a whole number from 1 to 1000',
    'Reserved concurrency of each function. Without it none is reserved: new accounts have none to give.',
  ),
  muteWindows: setting(
    items(muteWindow, value.MOST_WINDOWS),
    'a JSON array of {name, detections, schedule, duration, timezone, owner, reason, expires}, with a schedule such as cron(0 20 * * TUE) or at(2026-12-01T20:00), a duration such as PT2H, and the last day as its end',
    'Planned times, such as a deployment, in which the alarms of detections stay quiet. What the fast path tells within seconds (high and critical) is not muted: suppress it.',
  ),
  suppressions: setting(
    items(suppression, value.MOST_SUPPRESSIONS),
    'a JSON array of {detection, role, source, owner, reason, expires}, the end a day such as 2026-12-31 or a moment such as 2026-12-31T18:00:00Z',
    'Known findings that are told nobody until they expire.',
  ),

  detections: setting(
    z.string().min(1).optional(),
    'the path of a folder',
    'Folder with detections of your own, Sigma rules, changes of ours and questions: they deploy, alarm and tell like ours ([own-detections.md](own-detections.md)).',
  ),

  logRetentionDays: setting(
    whole(z.int()).pipe(value.retentionDays).default(90),
    DAYS,
    'How long the log groups keep records, in days.',
  ),
  archiveRetentionDays: setting(
    whole(z.int().min(1).max(36_500)).default(365),
    'a whole number of days from 1 to 36500',
    'How long the buckets keep logs.',
  ),
  flowLogFields: setting(
    z.enum(['analyzer', 'all']).default('analyzer'),
    'analyzer or all',
    'Fields of the flow log in CloudWatch Logs, where each is paid for in every line; S3 has all of them always.',
  ),
  logBucketDataEvents: setting(
    flag(false),
    FLAG,
    'Records who reads and writes objects of the log buckets (data events, which are paid for).',
  ),
  ecsDataEvents: setting(
    flag(false),
    FLAG,
    "Records the ECS agent's protocol on EC2 and Managed Instances: who takes the credentials of tasks there (data events, which are paid for).",
  ),
  endpointRefusals: setting(
    flag(false),
    FLAG,
    'Records calls that a VPC endpoint refuses (network activity events, which are paid for): foreign credentials inside the VPC.',
  ),
  organizationTrail: setting(
    flag(false),
    FLAG,
    'Makes the trail one of the whole organization; deploy in its management account, with `organizationId`.',
  ),
  organizationId: setting(
    value.organizationId.optional(),
    'the id of an organization, o-…',
    'The organization whose trail writes the CloudTrail files.',
  ),
  auditAccounts: setting(
    listOf(value.accountId, value.MOST_ACCOUNTS).default([]),
    'account ids of 12 digits, 100 at most',
    'Accounts whose logs the tables list; without it the account of the deployment.',
  ),
  auditRegions: setting(
    listOf(value.region).default([]),
    'regions, such as eu-west-1',
    'Regions whose logs the tables list. Without it the table of API calls lists every region of the partition, as its trail records them, and the others the region of the deployment.',
  ),
  auditFirstDay: setting(
    value.day.default('2026-01-01'),
    'a day, 2026-01-01',
    'First day with records: the tables list every prefix from here to now.',
  ),

  search: setting(
    z.enum(['off', 'domain']).default('off'),
    'off or domain',
    'Keeps the last days of API calls, flows and container lines in an OpenSearch domain inside the VPC, with a dashboard. It is paid for by the hour: docs/cost.md. Whoever deploys it first in an account needs `iam:CreateServiceLinkedRole` for opensearchservice.amazonaws.com.',
  ),
  'search.retentionDays': setting(
    whole(z.int().min(1).max(365)).default(14),
    'a whole number from 1 to 365',
    'Days after which the search engine drops records; the archive has them as long as it keeps them.',
  ),
  'search.storageGigabytes': setting(
    whole(z.int().min(10).max(3_000)).default(10),
    'a whole number from 10 to 3000',
    'Disk of each node of the search engine.',
  ),
  'search.readerRoles': setting(
    listOf(value.roleArn, value.MOST_READERS).default([]),
    'ARNs of roles, such as arn:aws:iam::111122223333:role/responder, 20 at most',
    'Roles that may search and see the dashboard, and change nothing. Without them only whoever sets the engine up may.',
  ),
  'search.subnetIds': setting(
    listOf(value.subnetId).default([]),
    'ids of subnets, subnet-…, in two zones',
    'Where the search engine is in a VPC that exists; needs `monitor.existingVpcId`.',
  ),

  taskDefinitionRule: setting(
    flag(false),
    FLAG,
    'Judges every task definition that AWS Config records, by a custom rule; needs a configuration recorder, which costs by the item.',
  ),
  iamRules: setting(
    z.enum(['off', 'report', 'remediate']).default('off'),
    'off, report or remediate',
    "AWS Config's own rules on IAM: unused credentials, old keys, passwords, devices, rights. `remediate` takes unused credentials away and sets the password policy by itself; name its role in `deployRoles`. Needs a configuration recorder, which costs by the item, in the region that records IAM.",
  ),
  ownRegistries: setting(
    listOf(value.registry).default([]),
    'registries or paths in them, such as ghcr.io/our-team, with commas between them',
    "Registries whose images are yours beside the account's own: the judge of task definitions calls no image of theirs foreign.",
  ),

  pipeline: setting(
    z.enum(['off', 'codepipeline', 'github']).default('off'),
    'off, codepipeline or github',
    'Deploys what is committed: `codepipeline` makes a pipeline, `github` the roles of the workflow `.github/workflows/deploy.yml`. Its roles belong to `deployRoles` without being named. docs/pipeline.md.',
  ),
  'pipeline.environment': setting(
    value.environment.optional(),
    'account and region, such as 111122223333/eu-west-1',
    'Where the pipeline deploys to: the account and region of this deployment. Needs `pipeline`.',
  ),
  'pipeline.repository': setting(
    value.gitRepository.optional(),
    'owner and name, such as our-team/harborwatch',
    'The repository at the Git host. Needs `pipeline`.',
  ),
  'pipeline.branch': setting(
    value.gitBranch.default('main'),
    'the name of a branch',
    'The branch whose commits are deployed.',
  ),
  'pipeline.connectionArn': setting(
    value.connectionArn.optional(),
    'the ARN of a connection, arn:aws:codeconnections:…',
    'The connection to the Git host, made and confirmed by hand in the console. Needs `pipeline=codepipeline`.',
  ),
  'pipeline.testCommand': setting(
    z.string().min(1).max(500).default('npm run types && npm run lint && npm test'),
    'a command',
    'What has to succeed in CodePipeline before anything is built.',
  ),

  'monitor.existingVpcId': setting(
    value.vpcId.optional(),
    'the id of a VPC, vpc-…',
    'Watches this VPC instead of making one with the workshop workload.',
  ),
  'monitor.existingClusterName': setting(
    value.clusterName.optional(),
    'the name of an ECS cluster',
    'The cluster to show and to watch; needs `monitor.existingVpcId`.',
  ),
  'monitor.existingServiceNames': setting(
    listOf(value.serviceName, value.MOST_SERVICES).default([]),
    'names of ECS services of at most 100 characters each, with commas between them, 200 at most',
    'Services of that cluster with alarms and widgets of their own.',
  ),
  'monitor.existingLoadBalancer': setting(
    z
      .string()
      .regex(/^app\/[\w-]{1,32}\/[0-9a-f]{16}$/)
      .optional(),
    'the last part of the ARN of an application load balancer, app/name/id',
    'Load balancer with alarms and widgets of its own.',
  ),
  'monitor.existingTargetGroup': setting(
    z
      .string()
      .regex(/^targetgroup\/[\w-]{1,32}\/[0-9a-f]{16}$/)
      .optional(),
    'the last part of the ARN of a target group, targetgroup/name/id',
    'Target group of that load balancer, for alarms and widgets on its targets; needs `monitor.existingLoadBalancer`.',
  ),
  'monitor.trailLogGroupName': setting(
    value.logGroupName.optional(),
    'the name of a log group, of at most 255 characters',
    'Log group of a trail that exists: no second trail is made, and paid for. Needs `monitor.trailBucketName`; a trail without one is watched by its bucket alone, with `monitor.trailSource: s3`.',
  ),
  'monitor.trailSource': setting(
    z.enum(['logs', 's3']).default('logs'),
    'logs or s3',
    'Where the trail analyzer takes records from: `logs`, a subscription to the log group, within about five minutes; or `s3`, the files as they come into the bucket, five to fifteen minutes after the call, for a log group whose two subscriptions are taken, or a trail that has none. Without a log group there are no metric filters: the analyzer judges their patterns, CIS controls included, and tells what `logs` would tell after five minutes ten minutes later; dashboards search no API records. An existing bucket must send its events to EventBridge, unless `monitor.trailTopicArn` is set.',
  ),
  'monitor.trailTopicArn': setting(
    value.topicArn.optional(),
    'the ARN of an SNS topic',
    'The topic to which that trail says which files it has delivered: with `monitor.trailSource: s3` the analyzer hears of files from it, and the bucket need send nothing to EventBridge. A topic with a key of its own must let this account decrypt.',
  ),
  'monitor.filterPlaces': setting(
    whole(z.int().min(0).max(FREE_PLACES)).default(FREE_PLACES),
    'a whole number from 0 to 99',
    'Metric filters that the log group of the trail has place for, besides the one of the canary; what has none runs in the trail analyzer.',
  ),
  'monitor.trailBucketName': setting(
    value.bucketName.optional(),
    'the name of a bucket',
    'Bucket of that trail, for the audit tables.',
  ),
  'monitor.trailBucketPrefix': setting(
    z
      .string()
      .regex(/^[\w!.*'()-]+(?:\/[\w!.*'()-]+)*$/)
      .optional(),
    'a key prefix without slashes at its ends',
    'What stands before AWSLogs/ in the keys of that bucket.',
  ),
  'monitor.trailKeyArn': setting(
    value.keyArn.optional(),
    'the ARN of a KMS key',
    'Key with which that trail encrypts its files.',
  ),
  'monitor.trailArn': setting(value.trailArn.optional(), 'the ARN of a trail', 'That trail, for the doctor.'),

  'workload.network': setting(
    z.enum(['private', 'public-behind-alb']).default('private'),
    'private or public-behind-alb',
    'Where the tasks of stage `hardened` are: in private subnets, or (cheaper) with a public address that only the load balancer reaches.',
  ),
  'workload.natGateway': setting(
    flag(false),
    FLAG,
    'Lets private tasks call out through a NAT gateway; without it they have VPC endpoints only.',
  ),
  'workload.front': setting(
    z.enum(['alb', 'api']).default('alb'),
    'alb or api',
    'What stands before the task of stage `hardened`: a load balancer, or an HTTP API of API Gateway with a load balancer inside the VPC behind it.',
  ),
  'workload.apiAuthorizer': setting(
    z
      .preprocess(fromText, z.strictObject({ issuer: z.url(), audience: z.array(z.string().min(1)).min(1) }))
      .optional(),
    'a JSON object {issuer, audience}, the audience a list',
    'Whose JSON Web Tokens the API asks for; without it everybody reaches the login page. Needs `workload.front=api`.',
  ),
  'workload.internetFacing': setting(
    flag(true),
    FLAG,
    'Whether the load balancer of stage `hardened` is reached from the internet.',
  ),
  'workload.certificateArn': setting(
    value.certificateArn.optional(),
    'the ARN of a certificate in ACM',
    'Certificate of the load balancer: TLS on 443, and 80 redirects to it.',
  ),
  'workload.authentication': setting(
    z
      .preprocess(
        fromText,
        z.strictObject({
          issuer: z.url(),
          authorizationEndpoint: z.url(),
          tokenEndpoint: z.url(),
          userInfoEndpoint: z.url(),
          clientId: z.string().min(1),
          /** Name of the secret in Secrets Manager that holds the client secret. */
          clientSecretName: z.string().min(1),
        }),
      )
      .optional(),
    'a JSON object {issuer, authorizationEndpoint, tokenEndpoint, userInfoEndpoint, clientId, clientSecretName}',
    'OpenID Connect login at the load balancer; needs `workload.certificateArn`.',
  ),
  'workload.exec': setting(
    flag(false),
    FLAG,
    'Allows ECS Exec in stage `hardened`, with encrypted session logs and the volumes that it needs.',
  ),
  'workload.runService': setting(
    flag(true),
    FLAG,
    'Whether the task runs as a service; `false` for the part of the workshop that runs one task by hand.',
  ),
  'workload.minTasks': setting(
    whole(z.int().min(1).max(100)).default(1),
    'a whole number from 1 to 100',
    'Tasks of the service at least.',
  ),
  'workload.maxTasks': setting(
    whole(z.int().min(1).max(1000)).default(4),
    'a whole number from 1 to 1000',
    'Tasks of stage `hardened` at most, which scales on requests.',
  ),
  'workload.allowList': setting(
    z.enum(['enforce', 'report']).default('enforce'),
    'enforce or report',
    'What the containers do with programs, libraries, users and addresses that workload/policy.json does not name: refuse them, or tell and let them pass.',
  ),
  'workload.logRouter': setting(
    z.enum(['awslogs', 'firelens']).default('awslogs'),
    'awslogs or firelens',
    "Who takes the lines of the containers to their log group: `awslogs`, the agent of ECS; or `firelens`, Fluent Bit in a container beside them, with the task's own role. The lines are the same, byte for byte. docs/decisions.md says what to prefer.",
  ),
  'workload.guardDutyRuntimeMonitoring': setting(
    flag(false),
    FLAG,
    "Switches GuardDuty on, with its agent beside each new task of the workshop's cluster; an account has one detector a region, so leave it where GuardDuty is on already.",
  ),
  'workload.enhancedScanning': setting(
    flag(false),
    FLAG,
    'Scans images with Amazon Inspector, continuously, instead of on push and once a day; a setting of the whole registry.',
  ),
} as const;

export type SettingKey = keyof typeof SETTINGS;
/** The settings as they are written, checked one by one, with their defaults. */
export type GivenSettings = { readonly [K in SettingKey]: z.output<(typeof SETTINGS)[K]['schema']> };
