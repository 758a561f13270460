import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { readSettings } from './config';
import { contextFrom } from './detection/context-from-arguments';
import { preflight } from './detection/preflight';

/**
 * `npm run preflight -- -c monitor.trailLogGroupName=…`: reads the settings as `cdk deploy` does and looks, with
 * two read-only calls, whether what is there leaves room for what comes. Exit status 1 where it does not.
 */
async function main(): Promise<void> {
  const file: { context?: Record<string, unknown> } = JSON.parse(
    readFileSync(path.join(__dirname, '../cdk.json'), 'utf8'),
  );
  const settings = readSettings({ ...file.context, ...contextFrom(process.argv.slice(2)) });
  const { problems, seen } = await preflight(settings, new CloudWatchLogsClient({}));
  console.log(seen);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error);
  process.exitCode = 2;
});
