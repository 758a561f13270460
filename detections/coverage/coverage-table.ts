import accessanalyzer from './services/accessanalyzer.json';
import athena from './services/athena.json';
import cloudtrail from './services/cloudtrail.json';
import cloudwatch from './services/cloudwatch.json';
import cloudwatchLogs from './services/cloudwatch-logs.json';
import configService from './services/config-service.json';
import dynamodb from './services/dynamodb.json';
import ec2 from './services/ec2.json';
import ecr from './services/ecr.json';
import ecs from './services/ecs.json';
import elasticLoadBalancing from './services/elastic-load-balancing-v2.json';
import eventbridge from './services/eventbridge.json';
import glue from './services/glue.json';
import guardduty from './services/guardduty.json';
import iam from './services/iam.json';
import kms from './services/kms.json';
import lambda from './services/lambda.json';
import organizations from './services/organizations.json';
import s3 from './services/s3.json';
import s3Control from './services/s3-control.json';
import scheduler from './services/scheduler.json';
import securityhub from './services/securityhub.json';
import sns from './services/sns.json';
import sqs from './services/sqs.json';
import ssoAdmin from './services/sso-admin.json';
import sts from './services/sts.json';
import wafv2 from './services/wafv2.json';

/** What is said of every operation of a service that writes: which detection looks at it, or why none does. */
export interface ServiceCoverage {
  /** Package of the AWS SDK that lists the operations: `@aws-sdk/client-ecs`. */
  readonly package: string;
  /** How records name the service: `ecs.amazonaws.com`. */
  readonly eventSource: string;
  /** Regular expression of the operations that are held to the table. @default all of the package */
  readonly only?: string;
  /** Where records call an operation otherwise: `PutBucketLifecycle`, or `CreateFunction20150331`. */
  readonly recordedAs?: Readonly<Record<string, readonly string[]>>;
  /** Operations by the detection that tells them first. */
  readonly seenBy: Readonly<Record<string, readonly string[]>>;
  /** Operations that nothing tells, by the reason. */
  readonly unseen: Readonly<Record<string, readonly string[]>>;
}

/** The table, service by service. */
export const COVERAGE: readonly ServiceCoverage[] = [
  ...[ecs, ecr, elasticLoadBalancing, lambda, scheduler, eventbridge],
  ...[cloudtrail, cloudwatch, cloudwatchLogs, sns, sqs, kms, dynamodb, glue, athena, s3, s3Control],
  ...[iam, sts, ssoAdmin, organizations],
  ...[guardduty, securityhub, accessanalyzer, configService, wafv2, ec2],
] as readonly ServiceCoverage[];

/** Operations that read; what begins otherwise writes, or is held to be writing. */
const READS =
  /^(?:Get|List|Describe|Batch(?:Get|Describe)|Search|Lookup|Filter|Test|Validate|Simulate|Start\w*Query)/;

/** The operations of a service that need an answer, of all that its package has. */
export function operationsToAnswer(
  { only }: Pick<ServiceCoverage, 'only'>,
  operations: readonly string[],
): readonly string[] {
  const held = only === undefined ? undefined : new RegExp(only);
  return operations.filter((name) => !READS.test(name) && (held?.test(name) ?? true));
}

/** The names under which records may hold an operation. */
export function eventNamesOf({ recordedAs = {} }: ServiceCoverage, operation: string): readonly string[] {
  return recordedAs[operation] ?? [operation];
}

/** The operations of a service that have an answer. */
export function answeredIn({ seenBy, unseen }: ServiceCoverage): readonly string[] {
  return [...Object.values(seenBy), ...Object.values(unseen)].flat();
}
