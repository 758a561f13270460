import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PAGES } from './pages';
import { EXAMPLE_REPORTS } from './render-examples';

for (const { file, render } of [...PAGES, ...EXAMPLE_REPORTS]) {
  writeFileSync(path.join(__dirname, '..', file), render());
}
