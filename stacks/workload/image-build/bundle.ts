import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

let bundled: string | undefined;

/** The folder with the function's bundle; made once a process and removed with it, since CDK copies what it takes. */
export function imageBuildBundle(): string {
  if (bundled !== undefined) return bundled;
  const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-image-build-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  execFileSync(
    require.resolve('esbuild/bin/esbuild'),
    [
      path.join(__dirname, 'index.ts'),
      '--bundle',
      '--minify',
      '--platform=node',
      '--target=node24',
      '--format=cjs',
      '--external:@aws-sdk/*',
      `--outfile=${path.join(folder, 'index.js')}`,
    ],
    { stdio: 'pipe' },
  );
  bundled = folder;
  return folder;
}
