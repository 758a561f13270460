import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HarborwatchStack } from '../harborwatch-stack';

/** The stack around a construct, with its settings. */
export function stackOf(construct: Construct): HarborwatchStack {
  const stack = Stack.of(construct);
  if (stack instanceof HarborwatchStack) return stack;
  throw new TypeError(`${construct.node.path} is made in ${stack.stackName}, which is no HarborwatchStack`);
}
