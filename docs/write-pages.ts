import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeCosts } from './count-costs';
import { writeMoves } from './judge-moves';

/** What is counted and judged first is read by pages as they are loaded. */
async function main(): Promise<void> {
  writeCosts();
  writeMoves();
  const { PAGES } = await import('./pages');
  const { EXAMPLE_REPORTS } = await import('./render-examples');
  for (const { file, render } of [...PAGES, ...EXAMPLE_REPORTS]) {
    writeFileSync(path.join(__dirname, '..', file), render());
  }
}

void main();
