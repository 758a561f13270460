import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { buildPage } from './build-page';
import { PAGE_TEXT_FILE } from './read-page-text';

/**
 * Writes what pages are made of into the folder of a bundle that writes some.
 *
 * @returns what esbuild read for it: the packages among it are shipped, too
 */
export function writePageText(folder: string): Metafile['inputs'] {
  const { script, style, inputs } = buildPage();
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, PAGE_TEXT_FILE), JSON.stringify({ script, style }));
  return inputs;
}
