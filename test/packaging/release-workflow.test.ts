import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { scripts } from '../../package.json';

const ROOT = path.join(__dirname, '../..');
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly run?: string; readonly uses?: string }[] }>
  >;
}
const workflow = (name: string) =>
  parse(readFileSync(path.join(ROOT, '.github/workflows', name), 'utf8')) as Workflow;

describe.each(['ci.yml', 'release.yml', 'deploy.yml'])('%s', (name) => {
  const { permissions, jobs } = workflow(name);
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  test('may only read unless a job says more', () => {
    expect(permissions).toEqual({ contents: 'read' });
  });

  test('calls scripts and files that exist', () => {
    const commands = steps.flatMap(({ run = '' }) => run.split('\n'));
    const asked = commands.flatMap((line) => /npm run (?:--silent )?([\w:]+)/.exec(line)?.[1] ?? []);
    const files = commands.flatMap((line) => /bash (\S+)/.exec(line)?.[1] ?? []);
    expect(asked.filter((script) => !(script in scripts))).toEqual([]);
    expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  test('takes actions of a version that is named', () => {
    expect(
      steps.flatMap(({ uses }) => uses ?? []).filter((uses) => !/^[\w-]+\/[\w-]+@v\d+$/.test(uses)),
    ).toEqual([]);
  });
});

test('a release is checked whole before anything is published', () => {
  const commands = Object.values(workflow('release.yml').jobs).flatMap((job) =>
    job.steps.map(({ run = '' }) => run),
  );
  const place = (part: string) => commands.findIndex((run) => run.includes(part));
  expect(place('npm publish')).toBeGreaterThan(
    Math.max(place('.ci/run'), place('npm audit'), place('release --')),
  );
  expect(place('.ci/run')).toBeGreaterThanOrEqual(0);
});
