/** An account that exists nowhere, as AWS's documentation has it. */
const ACCOUNT = '111122223333';

/** Context of a deployment, as cdk.json and `-c` give it. */
export type Context = Readonly<Record<string, unknown>>;

const EXISTING_TRAIL: Context = {
  'monitor.trailLogGroupName': 'organization-trail',
  'monitor.trailBucketName': 'organization-trail-logs',
  'monitor.trailArn': `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/organization-trail`,
};

const ATTACHED: Context = {
  'monitor.existingVpcId': 'vpc-0123456789abcdef0',
  'monitor.existingClusterName': 'shop',
  'monitor.existingServiceNames': 'checkout,catalogue',
  'monitor.existingLoadBalancer': 'app/shop/0123456789abcdef',
  'monitor.existingTargetGroup': 'targetgroup/shop/0123456789abcdef',
};

/** A pipeline, of each kind of host. */
export const CODE_PIPELINE: Context = {
  pipeline: 'codepipeline',
  'pipeline.environment': `${ACCOUNT}/eu-west-1`,
  'pipeline.repository': 'our-team/harborwatch',
  'pipeline.connectionArn': `arn:aws:codeconnections:eu-west-1:${ACCOUNT}:connection/0a1b2c3d-0000-4000-8000-000000000000`,
};
export const GITHUB: Context = {
  pipeline: 'github',
  'pipeline.environment': `${ACCOUNT}/eu-west-1`,
  'pipeline.repository': 'our-team/harborwatch',
};

const PAIRS: readonly Context[] = [
  ...['open', 'restricted', 'secrets', 'hardened', 'browser-shell'].map((stage) => ({ mode: 'demo', stage })),
  ...['secrets', 'hardened'].map((stage) => ({ mode: 'production', stage })),
];

/** What people set beside stage and mode; the same everywhere, so that a difference is one of stage and mode. */
export const COMMON: Context = {
  notificationEmails: 'security@example.com',
  deployRoles: `arn:aws:iam::${ACCOUNT}:role/deploy-pipeline`,
  homeRegions: 'eu-west-1',
};

/** Every deployment that is checked: allowed pairs of stage and mode with own and existing trail, and attached ones. */
export const VARIANTS: Readonly<Record<string, Context>> = Object.fromEntries(
  [
    ...PAIRS.flatMap((pair) => [pair, { ...pair, ...EXISTING_TRAIL }]),
    ...['demo', 'production'].flatMap((mode) => [
      {
        mode,
        ...ATTACHED,
        ...(mode === 'production' && { taskDefinitionRule: true, iamRules: 'remediate' }),
      },
      { mode, ...ATTACHED, ...EXISTING_TRAIL, cis: false },
    ]),
  ].map((variant: Context) => [
    [
      variant['mode'],
      variant['stage'] ?? 'attached',
      'monitor.trailArn' in variant ? 'existing-trail' : 'own-trail',
    ].join(' '),
    { ...COMMON, ...variant },
  ]),
);

/** What other settings change in the templates: rules and lint judge these, too, some settings at a time. */
export const OPTIONS: Readonly<Record<string, Context>> = Object.fromEntries(
  Object.entries({
    'with a NAT gateway, all fields and paid extras': {
      stage: 'hardened',
      'workload.natGateway': true,
      reservedConcurrency: 5,
      securityHub: true,
      taskDefinitionRule: true,
      iamRules: 'report',
      ownRegistries: 'ghcr.io/our-team',
      logBucketDataEvents: true,
      flowLogFields: 'all',
    },
    'with sessions, chat and a trail of the organization': {
      mode: 'production',
      stage: 'hardened',
      'workload.exec': true,
      'workload.enhancedScanning': true,
      organizationTrail: true,
      organizationId: 'o-a1b2c3d4e5',
      slackChannels: 'T0123ABCD/C0123ABCD',
      runbookUrl: 'https://example.com/runbook.md',
    },
    'with TLS inside the VPC, for several accounts': {
      stage: 'hardened',
      'workload.network': 'public-behind-alb',
      'workload.internetFacing': false,
      'workload.certificateArn': `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/0a1b2c3d`,
      'workload.minTasks': 2,
      auditAccounts: `${ACCOUNT},444455556666`,
      auditRegions: 'eu-west-1',
    },
    'with GuardDuty beside an allow list that only reports': {
      stage: 'hardened',
      'workload.guardDutyRuntimeMonitoring': true,
      'workload.allowList': 'report',
    },
    'with a router of log lines and a search engine': {
      stage: 'hardened',
      'workload.logRouter': 'firelens',
      search: 'domain',
      'search.readerRoles': `arn:aws:iam::${ACCOUNT}:role/responder`,
    },
    'with a search engine, for production around what exists': {
      mode: 'production',
      ...ATTACHED,
      search: 'domain',
      'search.subnetIds': 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
    },
    'behind an API that asks for tokens': {
      stage: 'hardened',
      'workload.front': 'api',
      'workload.apiAuthorizer': { issuer: 'https://login.example.com', audience: ['workload'] },
    },
    'behind an API for everybody': { mode: 'production', stage: 'hardened', 'workload.front': 'api' },
    'deployed by a pipeline': {
      mode: 'production',
      stage: 'hardened',
      ...CODE_PIPELINE,
      'workload.enhancedScanning': true,
    },
    'demo deployed by a pipeline, attached': { ...ATTACHED, ...CODE_PIPELINE },
    'deployed by a workflow': { mode: 'production', stage: 'hardened', ...GITHUB },
    'of a trail that has a bucket and a topic': {
      mode: 'production',
      stage: 'hardened',
      'monitor.trailBucketName': 'organization-trail-logs',
      'monitor.trailKeyArn': `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0a1b2c3d-0000-4000-8000-000000000000`,
      'monitor.trailSource': 's3',
      'monitor.trailTopicArn': `arn:aws:sns:eu-west-1:${ACCOUNT}:organization-trail`,
    },
    'with tasks by hand': { stage: 'hardened', 'workload.runService': false },
  }).map(([name, options]) => [name, { ...COMMON, ...options }]),
);

/** Deployments that the suites of every deployment judge: stage and mode, and the settings that bring stacks or roles. */
export const EVERY: Readonly<Record<string, Context>> = {
  ...VARIANTS,
  ...Object.fromEntries(
    Object.entries(OPTIONS).filter(
      ([, options]) => 'pipeline' in options || 'search' in options || options['workload.front'] === 'api',
    ),
  ),
};
