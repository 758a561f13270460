import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CustomFolder } from '../../deployment/custom-folder';
import { CUSTOM_FILE, type PackedCustom } from '../../deployment/custom-names';
import { esbuildArguments, type HandlerName, PAGE_WRITERS, QUERIES_FOLDER } from '../../handlers/bundling';
import { writePageText } from '../../report/write-page-text';

const ROOT = path.join(__dirname, '../..');
const bundles = new Map<string, string>();

/**
 * The folder with a handler's bundle; made once a process and removed with it, since CDK copies what it takes.
 *
 * @param custom detections of the owner's own, which are packed beside it
 */
export function handlerBundle(name: HandlerName, custom?: CustomFolder): string {
  const packed = custom === undefined ? '' : packedText(custom);
  const key = `${name} ${packed}`;
  const known = bundles.get(key);
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
  if (packed !== '') packCustom(folder, packed);
  bundles.set(key, folder);
  return folder;
}

function packedText({ documents, detections, changes }: CustomFolder): string {
  const alarmed = detections.filter(({ alarm }) => alarm !== undefined);
  return JSON.stringify({ documents, alarmed, changes } satisfies PackedCustom);
}

/** The documents, and RE2 where one of them has a regular expression: other functions do without it. */
export function packCustom(folder: string, documents: string): void {
  writeFileSync(path.join(folder, CUSTOM_FILE), documents);
  if (!documents.includes('|re')) return;
  const re2 = path.join(ROOT, 'node_modules/re2js');
  for (const file of ['package.json', 'LICENSE', 'build/index.cjs']) {
    cpSync(path.join(re2, file), path.join(folder, 'node_modules/re2js', file));
  }
}
