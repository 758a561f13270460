import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeCosts } from './count-costs';
import { writeMoves } from './judge-moves';

writeCosts();
writeMoves();
// What was counted and judged is read by the pages as they are loaded.
const { PAGES } = require('./pages') as typeof import('./pages');
const { EXAMPLE_REPORTS } = require('./render-examples') as typeof import('./render-examples');
for (const { file, render } of [...PAGES, ...EXAMPLE_REPORTS]) {
  writeFileSync(path.join(__dirname, '../..', file), render());
}
