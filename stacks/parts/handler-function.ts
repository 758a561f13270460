import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SnsDestination, SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HandlerName } from '../../handlers/bundling';
import { ENVIRONMENT, type EnvironmentKey } from '../../handlers/environment';
import { HANDLER_SIZING } from '../../handlers/sizing';
import { acknowledge } from './acknowledge';
import { functionCode } from './function-code';
import { handlerBundle } from './handler-bundle';
import type { HarborwatchScope } from './harborwatch-scope';

export interface HandlerFunctionProps {
  readonly handler: HandlerName;
  readonly variables: Partial<Record<EnvironmentKey, string>>;
  readonly logKey: IKey;
  /**
   * Where an event goes that the function could not take after its retries: a topic that people read, or a queue in
   * which it waits to be sent again.
   */
  readonly onFailure: ITopic | IQueue;
  /** How old an event may get before it goes to the failure destination. */
  readonly maxEventAge?: Duration;
}

/** One handler as it is deployed: its bundle, its log group, its failure destination. */
export class HandlerFunction extends Construct {
  readonly function: lambda.Function;
  readonly logGroup: LogGroup;

  constructor(scope: HarborwatchScope, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const { settings, removalPolicy } = scope;
    const functionName = scope.names.function(props.handler);
    const { memoryMegabytes, timeoutSeconds } = HANDLER_SIZING[props.handler];
    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      encryptionKey: props.logKey,
      retention: settings.logRetentionDays as number,
      removalPolicy,
    });
    // Not the managed policy, which lets a function write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(role);
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      role,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: functionCode(this, () => handlerBundle(props.handler, scope.custom)),
      handler: 'index.handler',
      memorySize: memoryMegabytes,
      timeout: Duration.seconds(timeoutSeconds),
      tracing: Tracing.ACTIVE,
      logGroup: this.logGroup,
      environment: Object.fromEntries(
        Object.entries(props.variables).map(([key, value]) => [ENVIRONMENT[key as EnvironmentKey], value]),
      ),
      onFailure:
        'queueArn' in props.onFailure
          ? new SqsDestination(props.onFailure)
          : new SnsDestination(props.onFailure),
      maxEventAge: props.maxEventAge ?? Duration.hours(1),
      retryAttempts: 2,
      ...(settings.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: settings.reservedConcurrency,
      }),
    });
    this.explain(settings.reservedConcurrency !== undefined);
  }

  private explain(isReserved: boolean): void {
    acknowledge(
      this,
      ['NIST.800.53.R5-LambdaDLQ', 'Serverless-LambdaDLQ'],
      'a failure destination, which says the error beside the event, stands in place of a dead-letter queue',
    );
    acknowledge(
      this,
      'NIST.800.53.R5-LambdaInsideVPC',
      'it calls AWS and nothing else: a VPC would add endpoints and a way to break',
    );
    if (!isReserved) {
      acknowledge(
        this,
        'NIST.800.53.R5-LambdaConcurrency',
        'by the setting reservedConcurrency: new accounts have no concurrency to reserve',
      );
    }
    acknowledge(this, 'AwsSolutions-IAM5[Resource::*]', 'traces have no ARN that a policy could name');
    acknowledge(
      this,
      'AwsSolutions-IAM5[Action::kms:GenerateDataKey*]',
      'one operation and its form without plaintext, on the key of the failure destination',
    );
  }
}
