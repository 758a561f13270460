import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildApp } from '../../stacks/build-app';
import { readSettings } from '../../stacks/config';
import type { Deployed, MovedTemplate } from '../../stacks/moves/deployed';
import { moveProblems } from '../../stacks/moves/move-problems';
import { plainApp } from '../../stacks/plain-app';
import { type JudgedMove, MOVES } from './moves';

const made = new Map<string, Deployed>();

function deployedWith(context: Readonly<Record<string, string>>): Deployed {
  const key = JSON.stringify(context);
  const known = made.get(key);
  if (known !== undefined) return known;
  const app = plainApp();
  buildApp(app, readSettings({ notificationEmails: 'security@example.com', ...context }));
  const stacks = app.synth().stacks.map(({ id, template }) => [id, template as MovedTemplate] as const);
  const deployed = new Map(stacks);
  made.set(key, deployed);
  return deployed;
}

/** What CloudFormation says to every move, worked out from the templates before and after. */
export function judgeMoves(): readonly JudgedMove[] {
  return MOVES.map(({ what, from, to }) => ({
    what,
    problems: moveProblems(deployedWith(from), deployedWith(to)),
  }));
}

export function writeMoves(): void {
  writeFileSync(path.join(__dirname, '../moves.json'), `${JSON.stringify(judgeMoves(), null, 2)}\n`);
}
