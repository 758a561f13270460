import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Counted } from '../../deployment/cost/count-templates';

/** A deployment that the page prices. */
export interface PricedDeployment {
  /** As the table names it. */
  readonly name: string;
  /** CDK context beside `name`. */
  readonly context: Readonly<Record<string, string>>;
}

const stages = ['open', 'restricted', 'secrets', 'hardened', 'browser-shell'].map((stage) => ({
  name: `stage ${stage}`,
  context: { stage },
}));

/** The deployment whose runs are priced. */
export const PRICED_PIPELINE = '`mode=production`, stage hardened, `pipeline=codepipeline`';

/** Every stage and mode, and the settings that change what is paid for. */
export const PRICED: readonly PricedDeployment[] = [
  ...stages,
  {
    name: 'stage hardened, `workload.network=public-behind-alb`',
    context: { stage: 'hardened', 'workload.network': 'public-behind-alb' },
  },
  { name: 'stage hardened, `workload.front=api`', context: { stage: 'hardened', 'workload.front': 'api' } },
  {
    name: 'stage hardened, tasks by hand (`workload.runService=false`)',
    context: { stage: 'hardened', 'workload.runService': 'false' },
  },
  { name: '`mode=production`, stage secrets', context: { mode: 'production', stage: 'secrets' } },
  { name: '`mode=production`, stage hardened', context: { mode: 'production', stage: 'hardened' } },
  { name: 'stage hardened, `search=domain`', context: { stage: 'hardened', search: 'domain' } },
  {
    name: '`mode=production`, stage hardened, `search=domain`',
    context: { mode: 'production', stage: 'hardened', search: 'domain' },
  },
  {
    name: PRICED_PIPELINE,
    context: {
      mode: 'production',
      stage: 'hardened',
      pipeline: 'codepipeline',
      'pipeline.environment': '111122223333/us-east-1',
      'pipeline.repository': 'our-team/harborwatch',
      'pipeline.connectionArn':
        'arn:aws:codeconnections:us-east-1:111122223333:connection/0a1b2c3d-0000-4000-8000-000000000000',
    },
  },
  {
    name: '`mode=production`, around what exists, with two services',
    context: {
      mode: 'production',
      'monitor.existingVpcId': 'vpc-0123456789abcdef0',
      'monitor.existingClusterName': 'shop',
      'monitor.existingServiceNames': 'checkout,catalogue',
    },
  },
];

/** What the templates of a deployment have: the stacks that watch, and those that are watched. */
export interface CountedDeployment {
  readonly name: string;
  readonly alarms: 'each' | 'family';
  readonly own: Counted;
  readonly workload: Counted;
}

const FILE = path.join(__dirname, '../cost-counts.json');

/** As `npm run docs` counted them last; a test counts again. */
export function countedDeployments(): readonly CountedDeployment[] {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}
