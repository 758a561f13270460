import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderCost } from '../../docs/render-cost';

test('docs/cost.md is what the model renders; `npm run cost` writes it', () => {
  expect(readFileSync(path.join(__dirname, '../../docs/cost.md'), 'utf8')).toBe(renderCost());
});
