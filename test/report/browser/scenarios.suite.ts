import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'puppeteer-core';
import type { Labels } from '../../../simulate/labels';
import { SCENARIOS } from '../../../simulate/scenarios/registry';
import { axeProblems } from './axe-problems';
import { scenarioPage } from './make-page';
import { firstScreen, LOOKS, lookAt, type OpenedPage, openPage, startBrowser } from './open-page';

let browser: Browser;
let parent: string;
beforeAll(async () => {
  parent = mkdtempSync(path.join(tmpdir(), 'harborwatch-report-'));
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(parent, { recursive: true });
});

const isHarmless = (name: string): boolean => name.startsWith('quiet-') || name.endsWith('-twin');
const nameOf = (who: string): string => who.split('/').at(who.includes(':assumed-role/') ? 1 : -1) ?? who;
const PLAYED = SCENARIOS.map(({ name }) => name).filter((name) => name !== 'quiet-month');

describe.each(PLAYED)('%s', (scenario) => {
  let file: string;
  let labels: Labels;
  let opened: OpenedPage;
  beforeAll(async () => {
    ({ file, labels } = await scenarioPage(parent, scenario));
    opened = await openPage(browser, file);
  });
  afterAll(() => opened.page.close());

  test.each(LOOKS)(
    'at $width pixels, $theme: culprits on the first screen, nobody else, no word in the console',
    async (look) => {
      const { page, said, requests } = opened;
      await lookAt(page, look);
      const told = await firstScreen(page);
      const attackers = labels.actors.filter(
        ({ role, what }) => role === 'attacker' && !/^one (of many|source)/.test(what),
      );
      const named = attackers.filter(({ who }) => told.includes(nameOf(who)));
      // A phone has room for three of an incident of many; whoever is one of many sources is told as such.
      const fewest = look.width < 600 ? Math.min(3, attackers.length) : attackers.length;
      if (isHarmless(scenario)) expect(told).toMatch(/Nothing above low|alarms and findings/);
      else if (attackers.length === 0) expect(told).toContain('many sources');
      else if (named.length < fewest) expect(named).toEqual(attackers);
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect({ said, requests, isWide }).toEqual({ said: [], requests: [], isWide: false });
      if (look.width > 600) expect(await axeProblems(page)).toEqual([]);
    },
  );
});
