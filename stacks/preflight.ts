import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { App } from 'aws-cdk-lib';
import { buildApp } from './build-app';
import { readSettings } from './config';
import { limitProblems } from './limits/limit-problems';
import type { MovedTemplate } from './moves/deployed';
import { moveProblems } from './moves/move-problems';
import { accountNotes, accountProblems } from './preflight/account-problems';
import { contextFrom } from './preflight/context-from-arguments';
import { filterPlaces } from './preflight/filter-places';
import { seeAccount } from './preflight/see-account';

/**
 * `npm run preflight -- -c monitor.trailLogGroupName=…`: reads the settings as `cdk deploy` does and looks, with
 * read-only calls, whether what is there leaves room for what comes, and whether CloudFormation would take the change.
 * Exit status 1 where not.
 */
async function main(): Promise<void> {
  // The SDK's word on Node's age would stand above the one useful line.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  process.env['CDK_VALIDATION'] = 'false';
  const file: { context?: Record<string, unknown> } = JSON.parse(
    readFileSync(path.join(__dirname, '../cdk.json'), 'utf8'),
  );
  const context = { ...file.context, ...contextFrom(process.argv.slice(2)) };
  const settings = readSettings(context);
  const app = new App({ context });
  buildApp(app, settings);
  const stacks = app.synth().stacks;
  const { account, region, seen, deployed, unseen } = await seeAccount(settings);
  const places = await filterPlaces(settings, new CloudWatchLogsClient({}));
  const planned = new Map(stacks.map(({ id, template }) => [id, template as MovedTemplate]));
  const moves = deployed === undefined ? [] : moveProblems(deployed, planned);
  const problems = [
    ...stacks.flatMap(({ id, template }) => limitProblems(id, template)),
    ...places.problems,
    ...accountProblems(settings, seen),
    ...moves.map(({ what, wayOut }) => `${what}: ${wayOut}`),
  ];
  console.log(
    `${settings.name} in account ${account}, ${region}: ${deployed?.size ?? 'unknown'} of ${stacks.length} stacks are deployed`,
  );
  console.log(places.seen);
  for (const note of [...accountNotes(settings, seen), ...unseen]) console.log(note);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error);
  process.exitCode = 2;
});
