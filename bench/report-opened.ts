import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser } from 'puppeteer-core';
import { manyAnswers } from './data/many-answers';
import { inTemporaryFolder } from './measure/in-temporary-folder';
import { usedByReplay } from './measure/used-by-replay';
import type { BenchTable } from './report/bench-table';
import { countCell, verdict } from './report/cells';
import { spreadOf } from './report/spread';

/** As many as a page holds, and hardly any. */
const SIZES = [100_000, 10] as const;
const AIM_SECONDS = 3;
const AIM_MEGABYTES = 20;
const ROUNDS = 5;
const MEGABYTE = 1e6;

interface Opened {
  /** From the navigation until the page is drawn, by the clock. */
  readonly seconds: number;
  /** What the page's main thread worked. */
  readonly busy: number;
  readonly heapBytes: number;
}

/** How long Chromium takes to open the largest page there is; undefined where no browser is named. */
export async function benchReportOpened(): Promise<BenchTable | undefined> {
  const executablePath = process.env['CHROMIUM'];
  if (executablePath === undefined) {
    process.stderr.write(
      'opened: no browser is named; run sh test/report/with-browser.sh npm run bench -- opened\n',
    );
    return undefined;
  }
  return await inTemporaryFolder(async (folder) => {
    const files = await Promise.all(SIZES.map((count) => pageOf(count, path.join(folder, String(count)))));
    const browser = await puppeteer.launch({ executablePath, headless: true, args: ['--no-sandbox'] });
    const opened = new Map<string, Opened[]>(files.map((file) => [file, []]));
    try {
      for (let round = -1; round < ROUNDS; round += 1) {
        for (const file of round % 2 === 0 ? files : files.toReversed()) {
          const took = await open(browser, file);
          // The first round starts the processes of the browser.
          if (round >= 0) opened.get(file)?.push(took);
        }
      }
    } finally {
      await browser.close();
    }
    return await tableOf(files, opened);
  });
}

async function pageOf(findings: number, folder: string): Promise<string> {
  const logs = path.join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  await writeFile(path.join(logs, 'flows.log'), manyAnswers(findings));
  const page = path.join(folder, 'incident.html');
  const args = [logs, '--no-audit', '--format', 'json', '--out', path.join(folder, 'out'), '--report', page];
  await usedByReplay(args, path.join(folder, 'used'));
  return page;
}

async function open(browser: Browser, file: string): Promise<Opened> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(pathToFileURL(file).href, { waitUntil: 'domcontentloaded', timeout: 120_000 });
  await page.waitForSelector('html[data-state="ready"]', { timeout: 120_000 });
  const drawn =
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() / 1000))))';
  const seconds = (await page.evaluate(drawn)) as number;
  const { TaskDuration = Number.NaN, JSHeapUsedSize = Number.NaN } = await page.metrics();
  await page.close();
  return { seconds, busy: TaskDuration, heapBytes: JSHeapUsedSize };
}

async function tableOf(
  [large = '', small = '']: readonly string[],
  opened: ReadonlyMap<string, readonly Opened[]>,
): Promise<BenchTable> {
  const median = (file: string, member: keyof Opened) =>
    spreadOf((opened.get(file) ?? []).map((each) => each[member])).median;
  const seconds = median(large, 'seconds');
  const [megabytes, smallMegabytes] = [
    (await stat(large)).size / MEGABYTE,
    (await stat(small)).size / MEGABYTE,
  ];
  const row = (what: string, member: keyof Opened, unit = 1, digits = 2): string[] => {
    const [one, other] = [median(large, member) / unit, median(small, member) / unit];
    return [what, one.toFixed(digits), other.toFixed(digits), (one / other).toFixed(1), '-', ''];
  };
  return {
    title: `Opening the page of ${countCell(SIZES[0])} findings in Chromium`,
    explanation: `Pages of ${countCell(SIZES[0])} and of ${SIZES[1]} findings, opened from disk in turn, each in a new tab of one browser of 1280 x 800 pixels; medians of ${ROUNDS}. Opened is from the navigation until the page is drawn with all its pictures, by the clock.`,
    heads: ['what', `${countCell(SIZES[0])} findings`, `${SIZES[1]} findings`, 'ratio', 'aim', ''],
    rows: [
      [
        ...row('seconds until it is open', 'seconds').slice(0, 4),
        AIM_SECONDS.toFixed(2),
        verdict(seconds, AIM_SECONDS),
      ],
      row('seconds that its main thread works', 'busy'),
      row('heap of the page, MB', 'heapBytes', MEGABYTE, 0),
      [
        ...['size of the file, MB', megabytes.toFixed(2), smallMegabytes.toFixed(2)],
        ...[
          (megabytes / smallMegabytes).toFixed(1),
          AIM_MEGABYTES.toFixed(2),
          verdict(megabytes, AIM_MEGABYTES),
        ],
      ],
    ],
  };
}
