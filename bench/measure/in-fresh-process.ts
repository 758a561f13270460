import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { inTemporaryFolder } from './in-temporary-folder';

const run = promisify(execFile);

/**
 * Bundles one measurement as a Lambda function is bundled (one minified file) and runs it in a process of its own:
 * neither the code of other measurements nor a TypeScript loader is in its way. Garbage is collected on the main
 * thread, since helper threads that wait for a core burn CPU time on a busy machine, and a small function has no
 * second core for them anyway. With HARBORWATCH_BENCH_PROFILES set to a folder, Node leaves a CPU profile there.
 *
 * @param entry file beside this one that calls `answerParent`
 */
export async function inFreshProcess<Input, Output>(entry: string, input: Input): Promise<Output> {
  return await inTemporaryFolder(async (folder) => {
    const script = path.join(folder, `${entry}.cjs`);
    await build({
      entryPoints: [path.join(__dirname, `${entry}.ts`)],
      outfile: script,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      logLevel: 'error',
    });
    const inputFile = path.join(folder, 'input.json');
    const outputFile = path.join(folder, 'output.json');
    await writeFile(inputFile, JSON.stringify(input));
    await run(process.execPath, ['--single-threaded-gc', ...profiling(), script, inputFile, outputFile]);
    return JSON.parse(await readFile(outputFile, 'utf8')) as Output;
  });
}

function profiling(): readonly string[] {
  const folder = process.env['HARBORWATCH_BENCH_PROFILES'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}
