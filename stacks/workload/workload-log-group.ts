import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { stackOf } from './stack-of';

/** A log group as all of the deployment's are: encrypted, kept as long as the settings say. */
export function workloadLogGroup(scope: Construct, id: string, logGroupName: string, logKey: IKey): LogGroup {
  const { settings, removalPolicy } = stackOf(scope);
  return new LogGroup(scope, id, {
    logGroupName,
    encryptionKey: logKey,
    retention: settings.logRetentionDays as number,
    removalPolicy,
  });
}
