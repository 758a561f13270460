import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { scenarioPage } from './make-page';
import { startBrowser } from './open-page';

/** What a suite works with, once its tests run. */
export interface OpenedIncident {
  browser: Browser;
  /** A folder that goes with the suite. */
  parent: string;
  /** The page of the scenario `workshop-incident`. */
  incident: string;
}

/** Starts a browser and makes the incident's page around the tests of a suite. */
export function aroundIncident(): OpenedIncident {
  const opened = {} as OpenedIncident;
  beforeAll(async () => {
    opened.parent = mkdtempSync(path.join(tmpdir(), 'harborwatch-report-'));
    opened.browser = await startBrowser();
    ({ file: opened.incident } = await scenarioPage(opened.parent, 'workshop-incident'));
  });
  afterAll(async () => {
    await opened.browser?.close();
    rmSync(opened.parent, { recursive: true });
  });
  return opened;
}

/** Alarms and findings that a page has. */
export const rowCount = (page: Page): Promise<number> =>
  page.$eval('#findings [role="grid"]', (grid) => Number(grid.getAttribute('aria-rowcount')) - 1);
