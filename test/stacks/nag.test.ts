import { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { acknowledge } from '../../stacks/parts/acknowledge';
import { acknowledgements, type NagFinding, nagFindings } from './nag';
import { type StackName, synth } from './synth';
import { OPTIONS, VARIANTS } from './variants';

const DEPLOYMENTS = { ...VARIANTS, ...OPTIONS };

const STACKS = [
  'network',
  'archive',
  'workload',
  'detection',
  'workloadAlarms',
  'audit',
  'compliance',
  'search',
  'dashboard',
  'pipeline',
] as const satisfies readonly StackName[];

/** One stack of one deployment: `npx jest test/stacks/nag -t 'demo hardened own-trail archive'`. */
const CASES = Object.entries(DEPLOYMENTS).flatMap(([variant, context]) =>
  STACKS.map((stack) => ({ variant, context, stack })),
);

const found = new Map<Stack, readonly NagFinding[]>();

/** The rules are asked once of each stack, for all tests. */
function findingsOf(stack: Stack): readonly NagFinding[] {
  const findings = found.get(stack) ?? nagFindings(stack);
  found.set(stack, findings);
  return findings;
}

test('what nobody explains is found, and what is explained names its reason', () => {
  const stack = new Stack();
  const open = new Bucket(stack, 'Open');
  acknowledge(open, 'AwsSolutions-S1', 'an example');
  const findings = nagFindings(stack);
  expect(findings.find(({ rule }) => rule === 'AwsSolutions-S1')?.explainedBy?.reason).toBe('an example');
  expect(findings.find(({ rule }) => rule === 'AwsSolutions-S10')?.explainedBy).toBeUndefined();
});

describe('AwsSolutions, NIST 800-53 R5 and Serverless find nothing that is not explained where it is made', () => {
  test.each(CASES)('$variant $stack', ({ context, stack }) => {
    const { stacks, stack: made } = synth(context);
    if (!stacks.includes(stack)) return;
    const unexplained = findingsOf(made(stack))
      .filter(({ explainedBy }) => explainedBy === undefined)
      .map(({ rule, path }) => `${rule} at ${path}`);
    expect([...new Set(unexplained)].sort()).toEqual([]);
  });
});

test('every acknowledgement is asked for by a rule in some deployment', () => {
  const standing = new Set<string>();
  for (const context of Object.values(DEPLOYMENTS)) {
    const { stacks, stack } = synth(context);
    for (const name of stacks) {
      for (const { rule, path } of acknowledgements(stack(name))) {
        // CDK's own rules ask in test/templates, the judge's in test/stacks/workload/judged-stages.
        if (!/^(?:CloudFormation-Validate|harborwatch)::/.test(rule)) standing.add(`${rule} at ${path}`);
      }
    }
  }
  for (const context of Object.values(DEPLOYMENTS)) {
    const { stacks, stack } = synth(context);
    for (const name of stacks) {
      for (const { explainedBy } of findingsOf(stack(name))) {
        if (explainedBy !== undefined) standing.delete(`${explainedBy.rule} at ${explainedBy.path}`);
      }
    }
  }
  expect([...standing].sort()).toEqual([]);
});
