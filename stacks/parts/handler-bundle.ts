import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CustomFolder } from '../../deployment/custom-folder';
import { CUSTOM_FILE, type PackedCustom } from '../../deployment/custom-names';
import type { HandlerName } from '../../handlers/bundling';
import { writeBundle } from '../../handlers/write-bundle';

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
  writeBundle(name, folder);
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
