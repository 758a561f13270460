import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
}

export const DESKTOP: Look = { width: 1280, height: 800, theme: 'light' };
export const LOOKS: readonly Look[] = [
  DESKTOP,
  { ...DESKTOP, theme: 'dark' },
  { width: 390, height: 844, theme: 'light' },
  { width: 390, height: 844, theme: 'dark' },
];

/** A page in the browser, and what went wrong or left it. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors, and whatever was said in the console. */
  readonly said: string[];
  /** Addresses that were asked for, the file itself left out. */
  readonly requests: string[];
}

export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'];
  if (executablePath === undefined)
    throw new Error('no browser is named; run npm run test:report, which finds one');
  // As root, which containers of CI are, Chromium has no sandbox.
  return await puppeteer.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

export async function openPage(
  browser: Browser,
  file: string,
  look: Look = DESKTOP,
  hash = '',
): Promise<OpenedPage> {
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  const { href } = pathToFileURL(file);
  const said: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== href) requests.push(request.url());
  });
  await lookAt(page, look);
  await page.goto(href + hash);
  await page.waitForSelector('html[data-state="ready"]');
  return { page, said, requests };
}

/** Turns an open page to another width and theme. */
export async function lookAt(page: Page, { width, height, theme }: Look): Promise<void> {
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
  // Pictures are drawn anew when their width is known.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** The text that one sees without scrolling. */
export async function firstScreen(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen: string[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const { top, bottom, width } = range.getBoundingClientRect();
      if (width > 1 && top >= 0 && bottom <= innerHeight) seen.push(node.textContent ?? '');
    }
    return seen.join(' ');
  });
}
