import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildPage } from './build-page';
import { PAGE_TEXT_FILE } from './read-page-text';

/** Writes what pages are made of into the folder of a bundle that writes some. */
export function writePageText(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, PAGE_TEXT_FILE), JSON.stringify(buildPage()));
}
