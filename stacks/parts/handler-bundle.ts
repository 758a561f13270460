import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { esbuildArguments, type HandlerName, PAGE_WRITERS, QUERIES_FOLDER } from '../../handlers/bundling';
import { writePageText } from '../../report/write-page-text';

const ROOT = path.join(__dirname, '../..');
const bundles = new Map<HandlerName, string>();

/** The folder with a handler's bundle; made once a process and removed with it, since CDK copies what it takes. */
export function handlerBundle(name: HandlerName): string {
  const known = bundles.get(name);
  if (known !== undefined) return known;
  const folder = mkdtempSync(path.join(tmpdir(), `harborwatch-${name}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const esbuild = require.resolve('esbuild/bin/esbuild');
  execFileSync(esbuild, esbuildArguments(name, path.join(folder, 'index.js')), { cwd: ROOT, stdio: 'pipe' });
  cpSync(path.join(ROOT, QUERIES_FOLDER), folder, {
    recursive: true,
    filter: (file) => !file.endsWith('.ts'),
  });
  if (PAGE_WRITERS.has(name)) writePageText(folder);
  bundles.set(name, folder);
  return folder;
}
