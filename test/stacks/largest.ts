import { RegionInfo } from 'aws-cdk-lib/region-info';
import * as value from '../../stacks/config/values';
import { type Context, VARIANTS } from './variants';

const numbered = (count: number, text: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, index) => text(index));

const padded = (start: string, length: number) => start.padEnd(length, 'x');

const account = (index: number) => String(100_000_000_000 + index);

/** What both kinds of deployment have at their largest: as many of everything, as long, as the schema takes. */
const EVERYWHERE: Context = {
  name: padded('h', 30),
  mode: 'production',
  homeRegions: RegionInfo.regions.filter(({ partition }) => partition === 'aws').map(({ name }) => name),
  notificationEmails: numbered(value.MOST_MAILS, (index) => `${padded(`person-${index}-`, 60)}@example.com`),
  slackChannels: numbered(
    value.MOST_CHANNELS,
    (index) => `T0123ABCD/C${padded(`${index}`, 12).toUpperCase()}`,
  ),
  teamsChannels: numbered(
    value.MOST_CHANNELS,
    (index) =>
      `11111111-2222-3333-4444-555555555555/66666666-7777-8888-9999-000000000000/19:${padded(`${index}`, 60)}@thread.tacv2`,
  ),
  runbookUrl: `https://example.com/${padded('runbook', 200)}`,
  securityHub: true,
  taskDefinitionRule: true,
  iamRules: 'remediate',
  logBucketDataEvents: true,
  flowLogFields: 'all',
  auditAccounts: numbered(value.MOST_ACCOUNTS, account),
  auditRegions: RegionInfo.regions.map(({ name }) => name),
  muteWindows: numbered(value.MOST_WINDOWS, (index) => padded(`window-${index}`, 30)).map((name) => ({
    name,
    detections: ['ecs-service-deleted', 'ecs-exec-session-opened'],
    schedule: 'cron(0 20 * * 2)',
    duration: 'PT2H',
    owner: 'ops@example.com',
    reason: 'weekly release',
    expires: '2099-12-31',
  })),
};

/** The largest deployments that the settings allow: with a workload of their own, and around what exists. */
export const LARGEST: Readonly<Record<string, Context>> = {
  'with a workload of its own': {
    ...EVERYWHERE,
    stage: 'hardened',
    organizationTrail: true,
    organizationId: padded('o-a1b2c3d4', 34),
    'workload.front': 'api',
    'workload.apiAuthorizer': { issuer: 'https://login.example.com', audience: ['workload'] },
    'workload.exec': true,
    'workload.natGateway': true,
    'workload.guardDutyRuntimeMonitoring': true,
    'workload.enhancedScanning': true,
    trustedSshCidrs: numbered(20, (index) => `2001:db8:0:${index}::/64`),
  },
  'in stage open, with everybody who is let in': {
    ...EVERYWHERE,
    mode: 'demo',
    stage: 'restricted',
    trustedSshCidrs: numbered(value.MOST_RANGES, (index) => `192.0.2.${index}/32`),
  },
  'around two hundred services': {
    ...VARIANTS['production attached existing-trail'],
    ...EVERYWHERE,
    'monitor.existingClusterName': padded('cluster', 255),
    'monitor.existingServiceNames': numbered(value.MOST_SERVICES, (index) =>
      padded(`service-${index}-`, 100),
    ),
    'monitor.existingLoadBalancer': `app/${padded('shop', 32)}/0123456789abcdef`,
    'monitor.existingTargetGroup': `targetgroup/${padded('shop', 32)}/0123456789abcdef`,
    'monitor.trailLogGroupName': padded('organization-trail', 255),
    'monitor.trailBucketName': padded('organization-trail-logs', 63),
  },
};
