import { Aws, Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { HarborwatchScope } from '../parts/harborwatch-scope';

/** Names of the log groups that may be encrypted with the key of log groups: `*` stands for anything. */
export const encryptedLogGroups = (name: string): readonly string[] => [
  `/${name}/*`,
  `/aws/lambda/${name}-*`,
];

/** The key of log groups. By name pattern, since groups of later stacks are encrypted with it. */
export function makeLogKey(stack: HarborwatchScope): Key {
  const { name } = stack.settings;
  const key = new Key(stack, 'LogKey', {
    alias: `${name}-logs`,
    description: 'Encrypts the log groups.',
    enableKeyRotation: true,
    pendingWindow: Duration.days(stack.isProduction ? 30 : 7),
    removalPolicy: stack.removalPolicy,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'CloudWatchLogsEncrypts',
      principals: [new ServicePrincipal(`logs.${Aws.REGION}.${Aws.URL_SUFFIX}`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': encryptedLogGroups(name).map(
            (group) => `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${group}`,
          ),
        },
      },
    }),
  );
  return key;
}
