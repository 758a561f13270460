import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildCatalogue } from '../../../detections/catalogue';
import { PAGES } from '../../../docs/rendering/pages';
import { renderRunbook } from '../../../docs/rendering/render-runbook';
import { renderSettings } from '../../../docs/rendering/render-settings';
import { SETTINGS } from '../../../stacks/config/settings';

const ROOT = path.join(__dirname, '../../..');

test.each(PAGES)('$file is what is rendered; `npm run docs` writes it', ({ file, render }) => {
  expect(readFileSync(path.join(ROOT, file), 'utf8')).toBe(render());
});

test('the runbook has a heading for every detection, which messages link by its id', () => {
  const headings = renderRunbook()
    .split('\n')
    .filter((line) => line.startsWith('### '))
    .map((line) => line.slice(4));
  expect(headings).toEqual(
    buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] }).map(({ id }) => id),
  );
});

test('the settings table has a row of three cells for every setting', () => {
  const rows = renderSettings().split('\n').slice(2);
  expect(rows).toHaveLength(Object.keys(SETTINGS).length);
  for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(5);
});
