import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PAGES } from './pages';

for (const { file, render } of PAGES) writeFileSync(path.join(__dirname, '..', file), render());
