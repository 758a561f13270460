import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { acknowledge } from '../parts/acknowledge';
import type { HarborwatchScope } from '../parts/harborwatch-scope';
import { BUCKET_ACCESS_LOG_PREFIX, PrivateBucket } from '../parts/private-bucket';

/** Prefix under which a load balancer writes its access logs, without the slash that it adds itself. */
export const LOAD_BALANCER_LOG_PREFIX = 'load-balancer';

/** CloudFormation shortens a stack's name in the names of its buckets; so much of it stays. */
const KEPT_OF_NAME = 20;

/**
 * Where S3 and load balancers write access logs: both take keys of S3 itself only, and neither writes to a bucket
 * with an object lock.
 */
export function makeAccessLogBucket(stack: HarborwatchScope): IBucket {
  const { settings } = stack;
  const bucket = new PrivateBucket(stack, 'AccessLogs', { keptDays: settings.archiveRetentionDays });
  const allow = (sid: string, service: string, prefix: string, conditions: object) =>
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid,
        principals: [new ServicePrincipal(service)],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`${prefix}*`)],
        conditions: { ...conditions },
      }),
    );
  // By name, since buckets of later stacks log here.
  allow('BucketAccessLogs', 'logging.s3.amazonaws.com', BUCKET_ACCESS_LOG_PREFIX, {
    StringEquals: { 'aws:SourceAccount': stack.account },
    ArnLike: {
      'aws:SourceArn': `arn:${stack.partition}:s3:::${stack.bucketNamePrefix.slice(0, KEPT_OF_NAME)}*`,
    },
  });
  // The load balancer's documented policy has no condition: the account in the prefix is what scopes it.
  allow(
    'LoadBalancerAccessLogs',
    'logdelivery.elasticloadbalancing.amazonaws.com',
    `${LOAD_BALANCER_LOG_PREFIX}/AWSLogs/${stack.account}/`,
    {},
  );
  acknowledge(
    bucket,
    'NIST.800.53.R5-S3DefaultEncryptionKMS',
    'load balancers and S3 access logs write to buckets with keys of S3 itself only',
  );
  return bucket as IBucket;
}
