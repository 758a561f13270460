import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderCost } from './render-cost';

writeFileSync(path.join(__dirname, 'cost.md'), renderCost());
