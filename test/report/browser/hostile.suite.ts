import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { axeProblems } from './axe-problems';
import { IMAGE, LONG, SCRIPT, writeHostileLogs } from './hostile-logs';
import { pageOf } from './make-page';
import { LOOKS, openPage } from './open-page';
import { aroundIncident, rowCount } from './opened-incident';

const suite = aroundIncident();

describe('what a stranger wrote stays text', () => {
  let file: string;
  beforeAll(async () => {
    const folder = path.join(suite.parent, 'hostile <b>');
    writeHostileLogs(folder);
    file = path.join(suite.parent, 'hostile.html');
    await pageOf(folder, file);
  });

  test.each(LOOKS)(
    'at $width pixels, $theme: no markup of theirs becomes an element, and the page keeps its width',
    async (look) => {
      const { page, said, requests } = await openPage(suite.browser, file, look);
      const count = await rowCount(page);
      expect(count).toBeGreaterThan(2);
      for (let at = 0; at < count; at += 1) {
        await page.$eval(`#findings [data-row="${at}"]`, (row) => (row as HTMLElement).click());
        await page.waitForSelector('#detail-title');
      }
      const found = await page.evaluate(() => ({
        scripts: document.querySelectorAll('script').length,
        images: document.images.length,
        isPwned: 'pwned' in globalThis,
        isWide: document.documentElement.scrollWidth > innerWidth,
        text: document.body.textContent ?? '',
        marks: [...(document.body.textContent ?? '')].filter((character) => character === '\u202e').length,
      }));
      expect(found).toMatchObject({ scripts: 2, images: 0, isPwned: false, isWide: false, marks: 0 });
      expect(found.text).toContain(IMAGE);
      expect(found.text).toContain('\\u{202e}gnp.exe');
      expect({ said, requests }).toEqual({ said: [], requests: [] });
      expect(await axeProblems(page)).toEqual([]);
      await page.close();
    },
  );

  test('the file holds none of it in the clear', () => {
    const html = readFileSync(file, 'utf8');
    for (const text of [SCRIPT, IMAGE, LONG]) expect(html).not.toContain(text);
    expect(html).toContain('<title>Incident report: hostile &lt;b&gt;</title>');
  });
});

test('a script that somebody writes into the file does not run, and nothing can be sent', async () => {
  let visits = 0;
  const server = createServer((_request, response) => {
    visits += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tampered = path.join(suite.parent, 'tampered.html');
  writeFileSync(
    tampered,
    readFileSync(suite.incident, 'utf8').replace(
      '<body>',
      `<body><script>globalThis.pwned=1</script><img src="${home}/x.png"><link rel="stylesheet" href="${home}/x.css"><iframe src="${home}/x.html"></iframe>`,
    ),
  );
  const { page } = await openPage(suite.browser, tampered);
  const isSent = await page.evaluate(async (url) => {
    navigator.sendBeacon(url);
    return fetch(url).then(
      () => true,
      () => false,
    );
  }, home);
  expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
  expect({ isSent, visits }).toEqual({ isSent: false, visits: 0 });
  await page.close();
  server.close();
});
