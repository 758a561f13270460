import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/**
 * A function's code from the folder that `bundle` makes.
 *
 * The CDK says which stacks it wants bundled (`cdk ls`: none; with `--exclusively`: the named ones; as Stack's
 * `bundlingRequired` documents it). Elsewhere esbuild does not run and a stand-in takes the place of the code.
 *
 * @param bundle makes the bundle and returns its folder
 */
export function functionCode(scope: Construct, bundle: () => string): Code {
  if (Stack.of(scope).bundlingRequired) return Code.fromAsset(bundle());
  return Code.fromInline('// This stack was synthesized without bundling.');
}
