import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writePageText } from '../report/write-page-text';
import {
  bundleArguments,
  commonJsArguments,
  type HandlerName,
  PAGE_WRITERS,
  QUERIES_FOLDER,
} from './bundling';

const ROOT = path.join(__dirname, '..');

/**
 * Writes a function as it is deployed into a folder, in place of what is there: `index.js`, what it loads when it is
 * needed, and what it reads. The stacks, the tests and the measurements call this, so that what is tested is what is
 * deployed.
 *
 * @param more arguments of esbuild's first step, such as `--metafile=…`
 */
export function writeBundle(name: HandlerName, folder: string, more: readonly string[] = []): void {
  // A file of another version has another name, and would stay.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const modules = mkdtempSync(path.join(folder, 'modules-'));
  try {
    esbuild([...bundleArguments(name, modules), ...more]);
    esbuild(
      commonJsArguments(
        readdirSync(modules).map((file) => path.join(modules, file)),
        folder,
      ),
    );
  } finally {
    rmSync(modules, { recursive: true });
  }
  cpSync(path.join(ROOT, QUERIES_FOLDER), folder, {
    recursive: true,
    filter: (file) => !file.endsWith('.ts'),
  });
  if (PAGE_WRITERS.has(name)) writePageText(folder);
}

function esbuild(options: readonly string[]): void {
  execFileSync(require.resolve('esbuild/bin/esbuild'), options, { cwd: ROOT, stdio: 'pipe' });
}
