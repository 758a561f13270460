import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import Convert from 'ansi-to-html';
import puppeteer, { type Browser } from 'puppeteer-core';
import { EXAMPLE_REGION } from '../../detections/examples/example-event';
import type { ReportDocument } from '../../report/document';
import { dashboardDefinitions } from './dashboard-definitions';
import { dashboardHtml, replayedMetrics } from './dashboard-html';
import { chatHtml, mailHtml } from './message-html';

const ROOT = path.join(__dirname, '../..');
const SEED = '414';

interface Picture {
  readonly name: string;
  readonly url: string;
  readonly width: number;
  /** Of the window; the whole page where it is absent. */
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
}

/** Takes the pictures of docs/gallery.md; `npm run gallery` names the browser. */
async function makeGallery(): Promise<void> {
  const executablePath = process.env['CHROMIUM'];
  if (executablePath === undefined)
    throw new Error('no browser is named; run npm run gallery, which finds one');
  const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-gallery-'));
  const browser = await puppeteer.launch({ executablePath, headless: true, args: ['--no-sandbox'] });
  try {
    for (const picture of pictures(folder)) await take(browser, picture);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

function pictures(folder: string): readonly Picture[] {
  const write = (name: string, html: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, html);
    return pathToFileURL(file).href;
  };
  spawned(['simulate', 'workshop-incident', '--seed', SEED, '--out', 'incident'], folder);
  const words = [
    'replay',
    'incident',
    '--settings',
    'incident/harborwatch.json',
    '--report',
    'incident.html',
    '--color',
  ];
  const shown = spawned(words, folder);
  const report = pathToFileURL(path.join(folder, 'incident.html')).href;
  const [, data = ''] =
    /id="data">([^<]*)</.exec(readFileSync(path.join(folder, 'incident.html'), 'utf8')) ?? [];
  const document = JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as ReportDocument;
  const metrics = replayedMetrics(document);
  const red = new Set(
    document.raised
      .filter(({ kind, severity }) => kind === 'alarm' && severity !== 'low')
      .map(({ detection }) => document.detections[detection]?.id ?? ''),
  );
  const open = encodeURIComponent(document.raised[1]?.id ?? '');
  return [
    { name: 'report', url: report, width: 1280, height: 1000 },
    { name: 'report-dark', url: `${report}#finding=${open}`, width: 1280, height: 900, theme: 'dark' },
    { name: 'report-phone', url: report, width: 390, height: 844 },
    { name: 'terminal', url: write('terminal.html', terminalHtml(shown)), width: 960 },
    { name: 'mail', url: write('mail.html', mailHtml()), width: 860 },
    { name: 'chat', url: write('chat.html', chatHtml()), width: 860 },
    ...dashboardDefinitions().map((dashboard) => ({
      name: `dashboard-${pictureName(dashboard.name)}`,
      url: write(`${dashboard.name}.html`, dashboardHtml(dashboard, metrics, red)),
      width: 1280,
    })),
  ];
}

/** `ssh` of `harborwatch-ssh-eu-west-1`: the docs show one region, and need not say which. */
function pictureName(dashboard: string): string {
  return dashboard.replace(/^harborwatch-/, '').replace(`-${EXAMPLE_REGION}`, '');
}

/** What the command line prints; a replay that finds something ends with 10. */
function spawned(words: readonly string[], cwd: string): string {
  try {
    const env = { ...process.env, COLUMNS: '110' };
    return execFileSync('node', [path.join(ROOT, 'bin/harborwatch.cjs'), ...words], {
      cwd,
      env,
      encoding: 'utf8',
    });
  } catch (error) {
    const { status, stdout } = error as { status?: number; stdout?: string };
    if (status === 10 && stdout !== undefined) return stdout;
    throw error;
  }
}

const TERMINAL_LINES = 44;

function terminalHtml(printed: string): string {
  const converter = new Convert({ escapeXML: true, fg: '#e8eaed', bg: '#14171b' });
  const lines = printed.split('\n').slice(0, TERMINAL_LINES).join('\n');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><body style="margin:0;background:#14171b;color:#e8eaed;padding:14px"><pre style="margin:0;font:13px/1.4 'DejaVu Sans Mono',monospace">$ npx harborwatch replay incident\n${converter.toHtml(lines)}</pre></body></html>`;
}

async function take(browser: Browser, { name, url, width, height, theme = 'light' }: Picture): Promise<void> {
  const page = await browser.newPage();
  await page.setViewport({ width, height: height ?? 600 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
  await page.goto(url);
  if (url.includes('incident.html')) await page.waitForSelector('html[data-state="ready"]');
  await page.evaluate('new Promise((done) => setTimeout(done, 300))');
  await page.screenshot({
    path: path.join(__dirname, `${name}.png`) as `${string}.png`,
    fullPage: height === undefined,
  });
  await page.close();
}

void makeGallery();
