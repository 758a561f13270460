import { parseCIDR } from 'ipaddr.js';
import { z } from 'zod';
import { SEVERITIES } from '../../analysis/finding';

export const STAGES = ['open', 'restricted', 'secrets', 'hardened', 'browser-shell'] as const;
/** Services that one deployment watches: two alarms each, in a stack of 500 resources. */
export const MOST_SERVICES = 200;
/** Accounts that the audit tables list, each times regions and days. */
export const MOST_ACCOUNTS = 100;
/** People and channels that are told: two subscriptions each. */
export const MOST_MAILS = 20;
export const MOST_CHANNELS = 10;
/** Roles that may search: a function has their ARNs in its environment, of 4 KB together. */
export const MOST_READERS = 20;
/** Mute windows of a deployment. */
export const MOST_WINDOWS = 20;
/** Suppressions; how long their reasons may be, the environment of a function decides. */
export const MOST_SUPPRESSIONS = 50;
/** Rules that a security group takes, one of them for everybody who is let in. */
export const MOST_RANGES = 40;
export const MODES = ['demo', 'production'] as const;

/** Days that CloudWatch Logs takes as a retention (PutRetentionPolicy reference). */
export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const isRange = (text: string) => {
  try {
    parseCIDR(text);
    return true;
  } catch {
    return false;
  }
};

/** Everybody is no range that one trusts. */
const isEverybody = (text: string) => isRange(text) && parseCIDR(text)[1] === 0;

/**
 * Put before names of every kind, so it takes what the strictest of them does: ECR refuses hyphens at an end and in
 * pairs, Parameter Store names that begin with `aws` or `ssm`.
 */
export const deploymentName = z.string().regex(/^(?!aws|ssm)(?=.{2,30}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
/** A repository at a Git host, `owner/name`; GitLab has groups within groups. */
export const gitRepository = z.string().regex(/^[\w.-]+(?:\/[\w.-]+)+$/);
/** What Git takes as a branch, and no wildcard: a trust policy would read one as such. */
export const gitBranch = z.string().regex(/^[\w.-]+(?:\/[\w.-]+)*$/);
export const connectionArn = z
  .string()
  .regex(
    /^arn:aws(?:-[a-z]+)*:(?:codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]+$/,
  );
/** `111122223333/eu-west-1`. */
export const environment = z.string().regex(/^\d{12}\/[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/);
export const accountId = z.string().regex(/^\d{12}$/);
export const email = z.email();
export const region = z.string().regex(/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/);
export const roleArn = z.string().regex(/^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/);
export const topicArn = z.string().regex(/^arn:aws(?:-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/);
export const keyArn = z.string().regex(/^arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/);
export const certificateArn = z
  .string()
  .regex(/^arn:aws(?:-[a-z]+)*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/);
export const trailArn = z.string().regex(/^arn:aws(?:-[a-z]+)*:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[\w.-]+$/);
export const organizationId = z.string().regex(/^o-[a-z0-9]{10,32}$/);
export const vpcId = z.string().regex(/^vpc-[0-9a-f]{8,17}$/);
export const subnetId = z.string().regex(/^subnet-[0-9a-f]{8,17}$/);
/** S3 takes no two signs in a row with a period among them, and no address (S3 user guide, "Bucket naming rules"). */
export const bucketName = z
  .string()
  .regex(/^(?!\d+\.\d+\.\d+\.\d+$)(?!.*(?:\.\.|\.-|-\.))[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/);
/** CloudWatch Logs takes 512 characters; a metric's dimension, by which alarms look at a group, takes 255. */
export const logGroupName = z.string().regex(/^[\w./#-]{1,255}$/);
/** A registry, or a path in one, `ghcr.io/our-team`; a `*` stands for any text. */
export const registry = z.string().regex(/^[a-z0-9*][a-z0-9.*:-]*(?:\/[a-z0-9._*-]+)*$/);
export const clusterName = z.string().regex(/^[\w-]{1,255}$/);
/** ECS takes 255 characters; two hundred services with their alarms have to fit into a template. */
export const serviceName = z.string().regex(/^[\w-]{1,100}$/);
export const range = z.string().refine(isRange);
export const trustedRange = range.refine((text) => !isEverybody(text));
export const port = z.int().min(1).max(65_535);
export const severity = z.enum(SEVERITIES);
export const retentionDays = z.literal(RETENTION_DAYS);
/** `T0123ABCD/C0123ABCD`: workspace and channel. */
export const slackChannel = z.string().regex(/^T[A-Z0-9]{6,}\/C[A-Z0-9]{6,}$/);
/** Team, tenant and channel ids of Teams, with slashes between them. */
export const teamsChannel = z.string().regex(/^[0-9a-f-]{36}\/[0-9a-f-]{36}\/[^/\s]+$/);
export const day = z.iso.date();
export const moment = z.iso.datetime({ offset: true });
