import { App, Validations } from 'aws-cdk-lib';
import { buildApp } from './build-app';
import { readSettings } from './config';
import { TaskDefinitionPlugin } from './judge/task-definition-plugin';
import { refuseLimits } from './limits/limit-problems';
import type { MovedTemplate } from './moves/deployed';
import { placeOfDeploy } from './moves/place-of-deploy';

async function main(): Promise<void> {
  const app = new App();
  const settings = readSettings(app.node.getAllContext());
  // What the stages of the workshop do wrong on purpose is acknowledged where the task is made.
  Validations.of(app).addPlugins(new TaskDefinitionPlugin({ ownRegistries: settings.ownRegistries }));
  buildApp(app, settings);
  const { stacks } = app.synth();
  refuseLimits(stacks);
  const place = placeOfDeploy(process.env);
  if (place === undefined) return;
  // The SDK's word on Node's age would stand above the one useful line.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { compareWithDeployed } =
    require('./moves/compare-with-deployed') as typeof import('./moves/compare-with-deployed');
  const planned = new Map(stacks.map(({ id, template }) => [id, template as MovedTemplate]));
  for (const note of await compareWithDeployed(settings.name, planned, place)) console.error(note);
}

main().catch((error: unknown) => {
  // A wrong setting is the caller's: a sentence, no stack trace.
  const isSentence = error instanceof Error && error.name !== 'Error' && error.name.endsWith('Error');
  console.error(isSentence ? error.message : error);
  process.exitCode = 1;
});
