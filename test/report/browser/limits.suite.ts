import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ReportDocument } from '../../../report/document';
import { renderReport } from '../../../report/render-report';
import { axeProblems } from './axe-problems';
import { firstScreen, openPage } from './open-page';
import { aroundIncident, rowCount } from './opened-incident';

const suite = aroundIncident();

test('a file that was cut short says so', async () => {
  const cut = path.join(suite.parent, 'cut.html');
  const html = readFileSync(suite.incident, 'utf8');
  const data = /id="data">([^<]{400})/.exec(html)?.[1] ?? '';
  writeFileSync(cut, html.replace(/id="data">[^<]+/, `id="data">${data}`));
  const page = await suite.browser.newPage();
  await page.goto(`file://${cut}`);
  await page.waitForSelector('html[data-state="failed"]');
  expect(await page.$eval('#app', (app) => app.textContent)).toContain(
    'make it anew with harborwatch replay',
  );
  await page.close();
});

test('what is not in the page is said at its top, with the command that shows it', async () => {
  const full = readFileSync(suite.incident, 'utf8');
  const [, data = ''] = /id="data">([^<]+)/.exec(full) ?? [];
  const report = JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as ReportDocument;
  const command = 'npx harborwatch replay logs --all --format jsonl';
  const leftOut = [
    { what: 'alarms and findings', count: 20_000, command },
    { what: 'rows of the answer to ssh-by-source', count: 1, command: 'npx harborwatch query ssh-by-source' },
  ];
  const cut = path.join(suite.parent, 'left-out.html');
  writeFileSync(cut, renderReport({ ...report, leftOut }));
  const { page, said } = await openPage(suite.browser, cut);
  const told = (await firstScreen(page)).replace(/\s+/g, ' ');
  expect(told).toContain(`20,000 of the alarms and findings are not in this page`);
  expect(told).toContain(command);
  expect(told).toContain('1 of the rows of the answer to ssh-by-source is not in this page');
  expect([said, await axeProblems(page)]).toEqual([[], []]);
  await page.close();
});

test('very many findings are a page of few elements, and all are in its table', async () => {
  const full = readFileSync(suite.incident, 'utf8');
  const [, data = ''] = /id="data">([^<]+)/.exec(full) ?? [];
  const report = JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as ReportDocument;
  const [first] = report.raised;
  if (first === undefined) throw new Error('the incident has no findings');
  const raised = Array.from({ length: 20_000 }, (_, at) => ({
    ...{ ...first, id: `many/${at}`, from: first.from + at, who: [`user ${at % 5_000}`] },
    ...{ targets: [`10.0.${at >> 8}.${at & 255}`], addresses: [`198.51.${(at >> 8) & 255}.${at & 255}`] },
  }));
  const many = path.join(suite.parent, 'many.html');
  writeFileSync(many, renderReport({ ...report, raised }));
  const { page, said } = await openPage(suite.browser, many);
  expect(await rowCount(page)).toBe(20_000);
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(10_000);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  await page.focus('#findings [data-row="0"]');
  await page.keyboard.press('End');
  await page.waitForSelector('#findings [data-row="19999"]');
  expect(said).toEqual([]);
  await page.close();
});
