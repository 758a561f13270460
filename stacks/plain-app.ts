import { App } from 'aws-cdk-lib';
import { context as FLAGS } from '../cdk.json';

/**
 * An app whose templates are looked at and not deployed: the same templates as `cdk synth` writes, without functions'
 * bundles, and without what is written beside templates (the tree of constructs, traces, the judgement of CDK's own
 * rules), which takes longer than they do.
 */
export function plainApp(context: Readonly<Record<string, unknown>> = {}): App {
  return new App({
    treeMetadata: false,
    analyticsReporting: false,
    stackTraces: false,
    builtinCloudFormationValidation: false,
    context: {
      ...FLAGS,
      ...context,
      'aws:cdk:disable-asset-staging': true,
      'aws:cdk:bundling-stacks': [],
    },
  });
}
