import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { acknowledge } from './acknowledge';
import type { HarborwatchScope } from './harborwatch-scope';

export interface PrivateBucketProps {
  /** @default - keys of S3 itself, which is all that load balancers and S3's own access logs write to */
  readonly encryptionKey?: IKey;
  /** One key for many objects: cheaper, and the encryption context then names the bucket and no more. @default true */
  readonly bucketKey?: boolean;
  /** @default - the bucket is where access logs go, and has none */
  readonly accessLogBucket?: IBucket;
  readonly keptDays: number;
  /** What goes earlier, by prefix. @default - nothing does */
  readonly keptShorter?: { readonly prefix: string; readonly days: number };
  /** Whether production mode keeps each object from being deleted for `keptDays`. @default false */
  readonly isLocked?: boolean;
}

/** Prefix of the access logs of all buckets. */
export const BUCKET_ACCESS_LOG_PREFIX = 'buckets/';

/** A bucket as every bucket here is: encrypted, over TLS only, nothing public, versioned, with an end. */
export class PrivateBucket extends Bucket {
  constructor(scope: HarborwatchScope, id: string, props: PrivateBucketProps) {
    const { encryptionKey, accessLogBucket, keptDays } = props;
    const isLocked = scope.isProduction && props.isLocked === true;
    super(scope, id, {
      ...(encryptionKey === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : {
            encryption: BucketEncryption.KMS,
            encryptionKey,
            bucketKeyEnabled: props.bucketKey ?? true,
          }),
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      lifecycleRules: [
        ...(props.keptShorter === undefined
          ? []
          : [
              {
                prefix: props.keptShorter.prefix,
                expiration: Duration.days(Math.min(keptDays, props.keptShorter.days)),
              },
            ]),
        {
          expiration: Duration.days(keptDays),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
      // Governance, not compliance: a mistaken retention can be undone by whoever may bypass it, and that is logged.
      ...(isLocked && {
        objectLockEnabled: true,
        objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(keptDays)),
      }),
      removalPolicy: scope.removalPolicy,
      autoDeleteObjects: !scope.isProduction,
    });
    acknowledge(
      this,
      'NIST.800.53.R5-S3BucketReplicationEnabled',
      'one region by design: logs under object lock are not copied; who needs a second region adds a rule',
    );
    if (accessLogBucket === undefined) return;
    // Not by CDK's own property: across stacks it would let S3 log any bucket of any account into this one.
    (this.node.defaultChild as CfnBucket).loggingConfiguration = {
      destinationBucketName: accessLogBucket.bucketName,
      logFilePrefix: `${BUCKET_ACCESS_LOG_PREFIX}${scope.stackName}/${id}/`,
    };
  }
}
