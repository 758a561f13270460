import { type Attribute, AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { acknowledge } from '../parts/acknowledge';
import type { HarborwatchScope } from '../parts/harborwatch-scope';

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/**
 * What the handlers remember. It holds what messages hold, so it has the messages' key; it is paid for by request,
 * since a quiet day has a few thousand.
 */
export class StateTable extends Table {
  constructor(
    scope: HarborwatchScope,
    id: string,
    keys: readonly [string] | readonly [string, string],
    key: IKey,
  ) {
    const [partition, sort] = keys;
    super(scope, id, {
      partitionKey: text(partition),
      ...(sort !== undefined && { sortKey: text(sort) }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiration',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      deletionProtection: scope.isProduction,
      removalPolicy: scope.removalPolicy,
    });
    acknowledge(
      this,
      'NIST.800.53.R5-DynamoDBInBackupPlan',
      'point-in-time recovery goes back 35 days, and nothing in it is remembered for longer than two weeks',
    );
  }
}
