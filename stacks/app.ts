import { App } from 'aws-cdk-lib';
import { buildApp } from './build-app';
import { readSettings } from './config';

const app = new App();
try {
  buildApp(app, readSettings(app.node.getAllContext()));
  app.synth();
} catch (error) {
  // A wrong setting is the caller's: a sentence, no stack trace.
  const isSentence = error instanceof Error && error.name !== 'Error' && error.name.endsWith('Error');
  console.error(isSentence ? error.message : error);
  process.exitCode = 1;
}
