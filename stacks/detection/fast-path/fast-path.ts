import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { parseFilterPattern } from '../../../analysis/filter-pattern';
import type { Detection } from '../../../detections/detection';
import { isOnFastPath } from '../../../detections/fast-path';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import { anyOf, type Clause } from './clause';
import { eventPatterns } from './event-patterns';
import { CALLS_WITH_TEXT, NOT_FASTER } from './not-faster';
import { recordClauses } from './record-clauses';

export interface FastPathProps {
  readonly catalogue: readonly Detection[];
  readonly handler: IFunction;
  /** For events that could not be handed to the function. */
  readonly undelivered: IQueue;
}

/**
 * Rules that hand calls worth seconds to alarm-context, which judges them by the deployed patterns. EventBridge gets
 * what writes, of this region alone (calls to IAM are us-east-1's): the alarms behind the trail see everything, minutes
 * later.
 */
export function makeFastPath(
  scope: HarborwatchScope,
  { catalogue, handler, undelivered }: FastPathProps,
): void {
  const fast = new Construct(scope, 'FastPath');
  const target = new LambdaFunction(handler, {
    deadLetterQueue: undelivered,
    maxEventAge: Duration.minutes(15),
    retryAttempts: 4,
  });
  const clauses = anyOf(catalogue.filter(isOnFastPath).flatMap(fastClauses));
  for (const [index, { 'detail-type': detailType, detail }] of eventPatterns(clauses).entries()) {
    new Rule(fast, `Rule${index + 1}`, {
      ruleName: scope.names.alarm(`fast-path-${index + 1}`),
      description: 'Calls that are worth seconds, for alarm-context to judge',
      eventPattern: { detailType, detail },
      targets: [target],
    });
  }
}

/** Of all the calls that the detection fires on, and of as few others as can be; none where there are no such events. */
function fastClauses({ id, detector }: Detection): readonly Clause[] {
  if (detector.kind !== 'filter' || id in NOT_FASTER) return [];
  const [eventSource, eventName] = CALLS_WITH_TEXT[id] ?? [];
  if (eventSource !== undefined && eventName !== undefined)
    return [{ eventSource: [eventSource], eventName }];
  const { tree } = parseFilterPattern(detector.pattern);
  const clauses = tree.kind === 'json' ? recordClauses(tree.condition) : [{}];
  if (clauses.every((clause) => FIELDS_THAT_CHOOSE.some((field) => field in clause))) return clauses;
  throw new NoEventPatternError(
    `the pattern of ${id} names neither call nor caller, so that EventBridge would hand on every event; give it an eventName, or name it in stacks/detection/fast-path/not-faster.ts`,
  );
}

const FIELDS_THAT_CHOOSE = ['eventSource', 'eventName', 'userIdentity/type'];

/** A detection of the fast path for which no rule can be written. */
export class NoEventPatternError extends Error {
  override readonly name = 'NoEventPatternError';
}
