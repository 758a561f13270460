import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compareWithPackage } from '../../detections/coverage/coverage-problems';
import { COVERAGE } from '../../detections/coverage/coverage-table';

/**
 * Holds the table of operations against the newest packages of the AWS SDK: installs them in a folder of its own and
 * fails for an operation without an answer, or an answer without an operation.
 */
function main(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-coverage-'));
  try {
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
    const packages = COVERAGE.map((service) => `${service.package}@latest`);
    const install = ['install', '--silent', '--ignore-scripts', '--no-audit', '--no-fund', ...packages];
    execFileSync('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    process.exitCode = hold(folder) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The operations of a package: it exports a class for each, `RunTaskCommand`. */
function operationsOf(load: NodeJS.Require, name: string): readonly string[] {
  return Object.entries(load(name) as Readonly<Record<string, unknown>>)
    .filter(([key, value]) => /^[A-Z]\w+Command$/.test(key) && typeof value === 'function')
    .map(([key]) => key.slice(0, -'Command'.length));
}

function hold(folder: string): boolean {
  const load = createRequire(path.join(folder, 'package.json'));
  let operations = 0;
  const problems = COVERAGE.flatMap((service) => {
    const found = operationsOf(load, service.package);
    const { unanswered, gone } = compareWithPackage(service, found);
    operations += found.length;
    const file = `detections/coverage/services/${service.package.replace('@aws-sdk/client-', '')}.json`;
    return [
      ...(found.length === 0
        ? [`${service.package} has no operation that can be read: look at its exports`]
        : []),
      ...unanswered.map(
        (name) => `${name} has no answer in ${file}: name its detection, or say why there is none`,
      ),
      ...gone.map((name) => `${name} stands in ${file}, and the package has it no more: take it out`),
    ];
  });
  for (const problem of problems) console.error(problem);
  const { version } = load('@aws-sdk/client-ecs/package.json') as { readonly version: string };
  console.log(
    `${operations} operations of ${COVERAGE.length} packages at ${version}, ${problems.length} to be mended`,
  );
  return problems.length === 0;
}

main();
