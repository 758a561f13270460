import { Duration } from 'aws-cdk-lib';
import { AnyPrincipal, ArnPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { stackOf } from '../workload/stack-of';

const ENCRYPTION = 's3:x-amz-server-side-encryption';
const ENCRYPTION_KEY = 's3:x-amz-server-side-encryption-aws-kms-key-id';

export interface SecretsBucketProps {
  /** The one role that reads. */
  readonly reader: IRole;
  /** Where the accesses are written down. */
  readonly accessLogBucket: IBucket;
}

/**
 * Secrets as files in S3, for programs that cannot take them from Secrets Manager: encrypted with a key of their own,
 * moved over TLS only, read by one role. Who may write is left to the policies of whoever does.
 */
export class SecretsBucket extends Construct {
  readonly bucket: Bucket;
  readonly key: Key;

  constructor(scope: Construct, id: string, { reader, accessLogBucket }: SecretsBucketProps) {
    super(scope, id);
    const { isProduction, removalPolicy } = stackOf(this);
    this.key = new Key(this, 'Key', {
      description: 'Encrypts a bucket of secrets',
      enableKeyRotation: true,
      pendingWindow: Duration.days(isProduction ? 30 : 7),
      removalPolicy,
    });
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      serverAccessLogsBucket: accessLogBucket,
      removalPolicy,
    });
    const objects = this.bucket.arnForObjects('*');
    // Without a header the bucket's own key is taken: only what asks for something else is turned away.
    this.deny('EncryptedAtRest', ['s3:PutObject'], [objects], {
      StringNotEquals: { [ENCRYPTION]: 'aws:kms' },
      Null: { [ENCRYPTION]: 'false' },
    });
    this.deny('EncryptedWithThisKey', ['s3:PutObject'], [objects], {
      StringNotEquals: { [ENCRYPTION_KEY]: this.key.keyArn },
      Null: { [ENCRYPTION_KEY]: 'false' },
    });
    this.deny('NobodyElseReads', ['s3:GetObject', 's3:GetObjectVersion'], [objects], {
      ArnNotEquals: { 'aws:PrincipalArn': reader.roleArn },
    });
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OneRoleReads',
        principals: [new ArnPrincipal(reader.roleArn)],
        actions: ['s3:GetObject'],
        resources: [objects],
      }),
    );
    this.key.grantDecrypt(reader);
  }

  private deny(sid: string, actions: string[], resources: string[], conditions: object) {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid,
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions,
        resources,
        conditions: { ...conditions },
      }),
    );
  }
}
