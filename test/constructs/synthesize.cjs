// Runs in the folder of a foreign app: synthesizes each stack that the examples export, and says what cdk-nag finds.
const { readdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { App } = require('aws-cdk-lib');
const { AwsSolutionsChecks } = require('cdk-nag');

process.env.CDK_VALIDATION = 'false';
const folder = process.cwd();
const app = new App({ outdir: path.join(folder, 'cdk.out') });
const stacks = readdirSync(folder)
  .filter((file) => /^example-\d+\.js$/.test(file))
  .flatMap((file) => Object.entries(require(path.join(folder, file))))
  .map(([name, Stack]) => new Stack(app, name));
const assembly = app.synth();
let found = 0;
for (const stack of stacks) {
  for (const { ruleName, violatingResources } of new AwsSolutionsChecks().validateScope(stack).violations) {
    for (const { resourceLogicalId } of violatingResources) {
      found += 1;
      console.error(`${stack.stackName}: ${ruleName} at ${resourceLogicalId}`);
    }
  }
  const { Resources } = assembly.getStackByName(stack.stackName).template;
  const resources = Object.values(Resources);
  const functions = resources.filter(({ Type }) => Type === 'AWS::Lambda::Function').length;
  console.log(`${stack.stackName}: ${resources.length} resources, ${functions} functions`);
  if (resources.length > 500) {
    found += 1;
    console.error(`${stack.stackName}: ${resources.length} resources are more than the 500 of a stack`);
  }
}
writeFileSync(path.join(folder, 'count'), String(stacks.length));
process.exitCode = found === 0 ? 0 : 1;
