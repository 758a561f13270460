import { App, Validations } from 'aws-cdk-lib';
import { buildApp } from './build-app';
import { readSettings } from './config';
import { TaskDefinitionPlugin } from './judge/task-definition-plugin';
import { refuseLimits } from './limits/limit-problems';

const app = new App();
try {
  const settings = readSettings(app.node.getAllContext());
  // What the stages of the workshop do wrong on purpose is acknowledged where the task is made.
  Validations.of(app).addPlugins(new TaskDefinitionPlugin({ ownRegistries: settings.ownRegistries }));
  buildApp(app, settings);
  refuseLimits(app.synth().stacks);
} catch (error) {
  // A wrong setting is the caller's: a sentence, no stack trace.
  const isSentence = error instanceof Error && error.name !== 'Error' && error.name.endsWith('Error');
  console.error(isSentence ? error.message : error);
  process.exitCode = 1;
}
