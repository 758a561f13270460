import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { releaseProblems } from './release-problems';

const ROOT = path.join(__dirname, '..');

/**
 * `npm run release -- <tag> <folder>`: holds tag, versions and changelog to each other, then writes what is published:
 * the packed file, its bill of materials, and the SHA-256 sums of both in the form that `sha256sum -c` reads. It uploads
 * nothing; `.github/workflows/release.yml` does. Exit status 2 if something contradicts the tag.
 */
function release([tag, folder]: readonly string[]): number {
  if (tag === undefined || folder === undefined) {
    process.stderr.write('usage: npm run release -- <tag> <folder>\n');
    return 2;
  }
  const { version } = readJson('package.json');
  const problems = releaseProblems({
    tag,
    version,
    lockedVersion: readJson('package-lock.json').version,
    changelog: readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8'),
  });
  if (problems.length > 0) {
    process.stderr.write(problems.map((problem) => `release: ${problem}\n`).join(''));
    return 2;
  }
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', path.resolve(folder)], {
    cwd: ROOT,
    stdio: 'ignore',
  });
  const bill = `harborwatch-${version}.cdx.json`;
  copyFileSync(path.join(ROOT, 'dist/bom.cdx.json'), path.join(folder, bill));
  const files = [`harborwatch-${version}.tgz`, bill];
  writeFileSync(path.join(folder, 'SHA256SUMS'), files.map((file) => sumLine(folder, file)).join(''));
  process.stdout.write(`${[...files, 'SHA256SUMS'].map((file) => path.join(folder, file)).join('\n')}\n`);
  return 0;
}

function sumLine(folder: string, file: string): string {
  const sum = createHash('sha256').update(readFileSync(path.join(folder, file)));
  return `${sum.digest('hex')}  ${file}\n`;
}

function readJson(file: string): { readonly version: string } {
  return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as { readonly version: string };
}

process.exitCode = release(process.argv.slice(2));
