import { readFileSync } from 'node:fs';
import path from 'node:path';

type Context = Readonly<Record<string, string>>;

/** A change of settings under one name. */
export interface Move {
  readonly what: string;
  readonly from: Context;
  readonly to: Context;
}

/** What CloudFormation says to it: nothing where it is allowed. */
export interface JudgedMove {
  readonly what: string;
  readonly problems: readonly { readonly kind: string; readonly what: string; readonly wayOut: string }[];
}

const HARDENED: Context = { stage: 'hardened' };
const PRODUCTION: Context = { mode: 'production', stage: 'hardened' };
const ATTACHED: Context = {
  mode: 'production',
  'monitor.existingVpcId': 'vpc-0123456789abcdef0',
  'monitor.existingClusterName': 'shop',
};
const SERVICES = { 'monitor.existingServiceNames': 'checkout,catalogue' };
const EXISTING_TRAIL: Context = {
  'monitor.trailLogGroupName': 'organization-trail',
  'monitor.trailBucketName': 'organization-trail-logs',
};

const there = (what: string, base: Context, change: Context): readonly Move[] => [
  { what, from: base, to: { ...base, ...change } },
  { what: `back: ${what}`, from: { ...base, ...change }, to: base },
];

const ORDER = ['open', 'restricted', 'secrets', 'hardened', 'browser-shell'];

/** The moves that people make, one setting at a time. */
export const MOVES: readonly Move[] = [
  ...ORDER.slice(1).flatMap((stage, index): readonly Move[] => [
    { what: `stage ${ORDER[index]} to ${stage}`, from: { stage: ORDER[index] ?? '' }, to: { stage } },
    { what: `stage ${stage} to ${ORDER[index]}`, from: { stage }, to: { stage: ORDER[index] ?? '' } },
  ]),
  { what: 'demo to production', from: HARDENED, to: PRODUCTION },
  { what: 'production to demo', from: PRODUCTION, to: HARDENED },
  {
    what: 'production, stage secrets to hardened',
    from: { ...PRODUCTION, stage: 'secrets' },
    to: PRODUCTION,
  },
  ...there('own trail to an existing one', HARDENED, EXISTING_TRAIL),
  ...there('own trail to an existing one, attached', ATTACHED, EXISTING_TRAIL),
  ...there('`workload.runService=false`', HARDENED, { 'workload.runService': 'false' }),
  ...there('`workload.internetFacing=false`', HARDENED, { 'workload.internetFacing': 'false' }),
  ...there('`workload.network=public-behind-alb`', HARDENED, { 'workload.network': 'public-behind-alb' }),
  ...there('`workload.front=api`', HARDENED, { 'workload.front': 'api' }),
  ...there('`workload.exec=true`', HARDENED, { 'workload.exec': 'true' }),
  ...there('`workload.natGateway=true`', HARDENED, { 'workload.natGateway': 'true' }),
  ...there('`alarms=family`', HARDENED, { alarms: 'family' }),
  ...there('`cis=false`', HARDENED, { cis: 'false' }),
  ...there('`securityHub=true`', HARDENED, { securityHub: 'true' }),
  ...there('`taskDefinitionRule=true`', HARDENED, { taskDefinitionRule: 'true' }),
  ...there('`logBucketDataEvents=true`', HARDENED, { logBucketDataEvents: 'true' }),
  ...there('`flowLogFields=all`', HARDENED, { flowLogFields: 'all' }),
  ...there('`homeRegions`', HARDENED, { homeRegions: 'eu-west-1' }),
  ...there('`monitor.trailSource=s3`', HARDENED, { 'monitor.trailSource': 's3' }),
  ...there('services of an existing cluster', ATTACHED, SERVICES),
  { what: 'the workshop to what exists', from: { ...HARDENED, mode: 'production' }, to: ATTACHED },
];

/** As `npm run docs` judged them last; a test judges again. */
export function judgedMoves(): readonly JudgedMove[] {
  return JSON.parse(readFileSync(path.join(__dirname, '../moves.json'), 'utf8'));
}
