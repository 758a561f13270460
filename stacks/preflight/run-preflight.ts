import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { context as FLAGS } from '../../cdk.json';
import { buildApp } from '../build-app';
import { readSettings } from '../config';
import { limitProblems } from '../limits/limit-problems';
import type { MovedTemplate } from '../moves/deployed';
import { moveProblems } from '../moves/move-problems';
import { plainApp } from '../plain-app';
import { accountNotes, accountProblems } from './account-problems';
import { contextFrom } from './context-from-arguments';
import { filterPlaces } from './filter-places';
import { seeAccount } from './see-account';

/** Where a line goes: what is there, or what is wrong. */
export interface Spoken {
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

/**
 * Reads the settings as `cdk deploy` does and looks, with read-only calls, whether what is there leaves room for what
 * comes, and whether CloudFormation would take the change.
 * @returns the exit status: 1 where something is in the way, 2 where it could not be found out.
 */
export async function runPreflight(given: readonly string[], { say, complain }: Spoken): Promise<number> {
  try {
    const problems = await look(given, say);
    for (const problem of problems) complain(problem);
    return problems.length > 0 ? 1 : 0;
  } catch (error) {
    complain(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    return 2;
  }
}

async function look(given: readonly string[], say: Spoken['say']): Promise<readonly string[]> {
  const context = { ...FLAGS, ...contextFrom(given) };
  const settings = readSettings(context);
  const app = plainApp(context);
  buildApp(app, settings);
  const stacks = app.synth().stacks;
  const { account, region, seen, deployed, unseen } = await seeAccount(settings);
  const places = await filterPlaces(settings, new CloudWatchLogsClient({}));
  const planned = new Map(stacks.map(({ id, template }) => [id, template as MovedTemplate]));
  const moves = deployed === undefined ? [] : moveProblems(deployed, planned);
  say(
    `${settings.name} in account ${account}, ${region}: ${deployed?.size ?? 'unknown'} of ${stacks.length} stacks are deployed`,
  );
  say(places.seen);
  for (const note of [...accountNotes(settings, seen), ...unseen]) say(note);
  return [
    ...stacks.flatMap(({ id, template }) => limitProblems(id, template)),
    ...places.problems,
    ...accountProblems(settings, seen),
    ...moves.map(({ what, wayOut }) => `${what}: ${wayOut}`),
  ];
}
