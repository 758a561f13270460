import type { Page } from 'puppeteer-core';
import { axeProblems } from './axe-problems';
import { DESKTOP, LOOKS, openPage } from './open-page';
import { aroundIncident, rowCount } from './opened-incident';

const suite = aroundIncident();
const focusedRow = (page: Page) =>
  page.evaluate(() => Number(document.activeElement?.getAttribute('data-row') ?? -1));

test('the keyboard alone reaches every finding, opens it, and comes back', async () => {
  const { page } = await openPage(suite.browser, suite.incident);
  for (let tabs = 0; tabs < 200 && (await focusedRow(page)) < 0; tabs += 1) await page.keyboard.press('Tab');
  const count = await rowCount(page);
  const opened = new Set<string>();
  for (let at = 0; at < count; at += 1) {
    expect(await focusedRow(page)).toBe(at);
    await page.keyboard.press('Enter');
    await page.waitForSelector('article.detail');
    // The page moves the focus in the turn after it drew the detail.
    await page.waitForFunction(() => document.activeElement?.className === 'detail');
    opened.add(await page.evaluate(() => location.hash));
    await page.keyboard.press('Escape');
    await page.waitForSelector('article.detail', { hidden: true });
    expect(await focusedRow(page)).toBe(at);
    await page.keyboard.press('ArrowDown');
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  expect(opened.size).toBe(count);
  await page.keyboard.press('Home');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await focusedRow(page)).toBe(0);
  await page.close();
});

test('each finding has its runbook and questions, and its evidence or its records', async () => {
  const { page } = await openPage(suite.browser, suite.incident);
  const count = await rowCount(page);
  for (let at = 0; at < count; at += 1) {
    await page.focus(`#findings [data-row="${at}"]`);
    await page.keyboard.press('Enter');
    const heads = await page.$$eval('article.detail h4', (each) =>
      each.map((head) => head.textContent ?? ''),
    );
    expect(heads).toEqual(expect.arrayContaining(['What it means', 'Find out', 'Put it right']));
    expect(heads.some((head) => /Evidence|Records/.test(head))).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowDown');
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await page.close();
});

test.each(LOOKS)('an open finding has no fault for axe at $width pixels, $theme', async (look) => {
  const { page } = await openPage(suite.browser, suite.incident, look);
  await page.$eval('#findings [data-row="0"]', (row) => (row as HTMLElement).click());
  await page.waitForSelector('article.detail');
  for (const each of await page.$$('main details'))
    await each.evaluate((details) => details.setAttribute('open', ''));
  expect(await axeProblems(page)).toEqual([]);
  await page.close();
});

test('a link shows what it was made of; back undoes it', async () => {
  const { page } = await openPage(
    suite.browser,
    suite.incident,
    DESKTOP,
    '#actor=user+mallory&severity=high',
  );
  const some = await rowCount(page);
  expect(some).toBeGreaterThan(3);
  const who = await page.$$eval('#findings [role="row"][data-row] > :nth-child(4)', (cells) =>
    cells.map((cell) => cell.textContent),
  );
  expect(new Set(who)).toEqual(new Set(['user mallory']));
  await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.chip')]
      .find((chip) => chip.textContent?.includes('mallory'))
      ?.click(),
  );
  await page.waitForFunction(
    (before) =>
      Number(document.querySelector('#findings [role="grid"]')?.getAttribute('aria-rowcount')) - 1 > before,
    {},
    some,
  );
  expect(await page.evaluate(() => location.hash)).toBe('#severity=high');
  await page.goBack();
  await page.waitForFunction(
    (before) =>
      Number(document.querySelector('#findings [role="grid"]')?.getAttribute('aria-rowcount')) - 1 === before,
    {},
    some,
  );
  await page.close();
});

test('a link to a finding that is not here says so; a broken one shows everything', async () => {
  const gone = await openPage(suite.browser, suite.incident, DESKTOP, '#finding=nothing/like/it');
  expect(await gone.page.$eval('[role="alert"]', (alert) => alert.textContent)).toContain('not in this page');
  const odd = await openPage(
    suite.browser,
    suite.incident,
    DESKTOP,
    '#from=x&to=%&severity=loud&lanes=&actor=',
  );
  expect(await rowCount(odd.page)).toBe(await rowCount(gone.page));
  expect(odd.said).toEqual([]);
  await gone.page.close();
  await odd.page.close();
});

test('the timeline goes from all of it down to seconds, and the tables follow', async () => {
  const { page } = await openPage(suite.browser, suite.incident);
  const all = await rowCount(page);
  const closer = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('#timeline button')]
        .find(({ textContent }) => textContent === 'Closer')
        ?.click(),
    );
  for (let times = 0; times < 10; times += 1) await closer();
  await page.waitForFunction(() =>
    document.querySelector('#timeline .said')?.textContent?.includes('in bars of 1 s'),
  );
  expect(await rowCount(page)).toBeLessThan(all);
  await page.close();
});

test('a table sorts by a column, both ways', async () => {
  const { page } = await openPage(suite.browser, suite.incident);
  const times = () =>
    page.$$eval('#findings [data-row] > :first-child', (cells) =>
      cells.map((cell) => cell.textContent ?? ''),
    );
  const sort = () =>
    page.$eval('#findings [role="columnheader"] button', (button) => (button as HTMLElement).click());
  await sort();
  await page.waitForSelector('#findings [aria-sort="ascending"]');
  const ascending = await times();
  expect(ascending).toEqual([...ascending].sort());
  await sort();
  await page.waitForSelector('#findings [aria-sort="descending"]');
  expect((await times())[0]?.localeCompare(ascending[0] ?? '')).toBe(1);
  await page.close();
});

test('a copied table is text for a spreadsheet', async () => {
  const { page } = await openPage(suite.browser, suite.incident);
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (text: string) => Object.assign(globalThis, { copied: text }) },
    });
  });
  await page.$eval('#findings .copy', (button) => (button as HTMLElement).click());
  await page.waitForFunction(() => 'copied' in globalThis);
  const lines = await page.evaluate(() => (globalThis as unknown as { copied: string }).copied.split('\n'));
  expect(lines[0]).toBe('Time\tSeverity\tWhat\tWho\tOn\tLasted\tRecords');
  expect(lines).toHaveLength((await rowCount(page)) + 1);
  await page.close();
});

test('printed, it is a handful of pages with the summary first and every row of the findings', async () => {
  const { page } = await openPage(suite.browser, suite.incident);
  const count = await rowCount(page);
  const pdf = Buffer.from(await page.pdf({ format: 'A4', printBackground: true })).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThanOrEqual(3);
  expect(pages).toBeLessThanOrEqual(20);
  await page.emulateMediaType('print');
  await page.waitForFunction(
    (rows) => document.querySelectorAll('#findings [data-row]').length === rows,
    {},
    count,
  );
  const isSeen = await page.evaluate(() =>
    ['nav', '.filters', '.copy', '.theme'].map(
      (name) => document.querySelector(name)?.checkVisibility() === true,
    ),
  );
  expect(isSeen).toEqual([false, false, false, false]);
  const isCut = await page.$$eval(
    '#findings [role="gridcell"]',
    (cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length,
  );
  expect(isCut).toBe(0);
  // Paper tells no page its width: a figure that waits for it would be cut.
  await page.waitForFunction(() =>
    [...document.querySelectorAll('#timeline canvas, #lanes svg, #attempts svg')].every(
      (figure) => figure.getBoundingClientRect().right <= 703,
    ),
  );
  // What is left of A4 between usual margins: a column beyond it is not on the paper.
  await page.setViewport({ width: 703, height: 1_000 });
  await page.waitForFunction(() =>
    [...document.querySelectorAll('#findings [role="row"] > *, #findings [role="row"]')].every(
      (cell) => cell.getBoundingClientRect().right <= innerWidth,
    ),
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(703);
  const closed = await page.$$eval('#summary details', (all) => all.filter(({ open }) => !open).length);
  expect(closed).toBe(0);
  await page.close();
});
