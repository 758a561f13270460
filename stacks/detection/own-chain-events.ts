import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { HarborwatchScope } from '../parts/harborwatch-scope';

export interface OwnChainEventsProps {
  readonly analyzer: IFunction;
  /** For events that could not be handed to the function. */
  readonly undelivered: IQueue;
}

/** The services that the pipeline is made of, as records name them. */
const SERVICES = [
  ...['cloudtrail', 'logs', 'monitoring', 'sns', 'sqs', 'lambda', 'events', 'scheduler', 'kms', 's3'],
  ...['dynamodb', 'athena', 'glue', 'ssm', 'cloudformation', 'firehose', 'wafv2'],
].map((service) => `${service}.amazonaws.com`);

/** Writes that services make all day, and that take nothing away. */
const DAILY = ['CreateLogStream', 'PutLogEvents', 'CreateGrant', 'RetireGrant', 'StartQueryExecution'];

/**
 * Hands the writes of the services that the pipeline is made of to the trail analyzer within seconds; it knows the
 * names of what is ours, which no event pattern could hold. The same records come again with the trail, and are told
 * once.
 */
export function ownChainEvents(
  scope: HarborwatchScope,
  { analyzer, undelivered }: OwnChainEventsProps,
): void {
  new Rule(scope, 'OwnChainCalls', {
    ruleName: scope.names.alarm('own-chain'),
    description: 'Writes that may be aimed at this pipeline, for trail-analyzer to judge',
    eventPattern: {
      detailType: ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: SERVICES,
        readOnly: [false],
        eventName: [{ 'anything-but': DAILY }],
      },
    },
    targets: [
      new LambdaFunction(analyzer, {
        deadLetterQueue: undelivered,
        maxEventAge: Duration.minutes(15),
        retryAttempts: 4,
      }),
    ],
  });
}
