import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { HarborwatchScope } from '../parts/harborwatch-scope';
import { logDelivery } from './log-delivery';

/**
 * The key of everything in S3. CloudTrail may use it for one trail, log delivery for this account and region; people
 * and functions by their own policies.
 *
 * @param trailArn absent where an existing trail has a key of its own
 */
export function makeDataKey(stack: HarborwatchScope, trailArn: string | undefined): Key {
  const key = new Key(stack, 'DataKey', {
    alias: `${stack.settings.name}-archive`,
    description: 'Encrypts the log archive and the answers of its audits.',
    enableKeyRotation: true,
    pendingWindow: Duration.days(stack.isProduction ? 30 : 7),
    removalPolicy: stack.removalPolicy,
  });
  const allow = (sid: string, service: string, actions: readonly string[], conditions: object) =>
    key.addToResourcePolicy(
      new PolicyStatement({
        sid,
        principals: [new ServicePrincipal(service)],
        actions: [...actions],
        // In a key's own policy `*` is that key.
        resources: ['*'],
        conditions: { ...conditions },
      }),
    );
  if (trailArn !== undefined) {
    const ofTrail = { 'aws:SourceArn': trailArn };
    const ofAccount = stack.formatArn({
      service: 'cloudtrail',
      region: '*',
      resource: 'trail',
      resourceName: '*',
    });
    allow('CloudTrailEncrypts', 'cloudtrail.amazonaws.com', ['kms:GenerateDataKey*'], {
      StringEquals: ofTrail,
      StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': ofAccount },
    });
    allow('CloudTrailLooks', 'cloudtrail.amazonaws.com', ['kms:DescribeKey'], { StringEquals: ofTrail });
  }
  const { service, conditions } = logDelivery(stack);
  allow(
    'LogDeliveryEncrypts',
    service,
    ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    conditions,
  );
  return key;
}
