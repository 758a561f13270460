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
};

const PAIRS: readonly Context[] = [
  ...['open', 'restricted', 'secrets', 'hardened'].map((stage) => ({ mode: 'demo', stage })),
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
      { mode, ...ATTACHED },
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
