import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PageText } from './page-text';

/** Lies beside every bundle that writes pages. */
export const PAGE_TEXT_FILE = 'report-page.json';

let known: PageText | undefined;

/** What was packed beside the bundle; a checkout, which has none, builds it from the sources, once a process. */
export function readPageText(): PageText {
  known ??= packed() ?? (require('./build-page') as typeof import('./build-page')).buildPage();
  return known;
}

function packed(): PageText | undefined {
  const file = path.join(__dirname, PAGE_TEXT_FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PageText) : undefined;
}
