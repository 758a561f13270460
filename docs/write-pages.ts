import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeCosts } from './count-costs';
import { writeMoves } from './judge-moves';
import { PAGES } from './pages';
import { EXAMPLE_REPORTS } from './render-examples';

writeCosts();
writeMoves();
for (const { file, render } of [...PAGES, ...EXAMPLE_REPORTS]) {
  writeFileSync(path.join(__dirname, '..', file), render());
}
