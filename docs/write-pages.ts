import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeCosts } from './count-costs';
import { writeMoves } from './judge-moves';
import { PAGES } from './pages';

writeCosts();
writeMoves();
for (const { file, render } of PAGES) writeFileSync(path.join(__dirname, '..', file), render());
