import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Finding } from '../../../analysis/finding';
import { ANALYZER_DETECTIONS } from '../../../handlers/analyzer-detections';
import { notePage } from '../../../handlers/pages/page-part';
import { hasPage, pageLink, storyKey } from '../../../handlers/pages/page-place';
import { REWRITE_SECONDS, writePages } from '../../../handlers/pages/write-pages';
import { StateTable } from '../../../handlers/state/state-table';
import type { ReportDocument } from '../../../report/document';

const NOW = 10_000;

/** The two calls of the table that pages make, in memory, with its versions. */
function memory(): StateTable {
  const items = new Map<string, { version: number; body: unknown }>();
  const table = {
    get: async (kind: string, id: string) => {
      const item = items.get(`${kind} ${id}`);
      return item && { id, ...item };
    },
    put: async (kind: string, id: string, body: unknown, replaces: number) => {
      if ((items.get(`${kind} ${id}`)?.version ?? 0) !== replaces) return false;
      items.set(`${kind} ${id}`, { version: replaces + 1, body });
      return true;
    },
    list: async (kind: string) =>
      [...items].flatMap(([key, item]) =>
        key.startsWith(`${kind} `) ? [{ id: key.slice(kind.length + 1), ...item }] : [],
      ),
  };
  return Object.assign(Object.create(StateTable.prototype) as StateTable, table);
}

const guesses = (some: Partial<Finding> = {}): Finding => ({
  ...{
    id: 'f',
    detection: 'ssh-brute-force',
    severity: 'high',
    confidence: 0.9,
    state: 'START',
    source: '192.0.2.44',
  },
  ...{
    targets: ['10.0.0.5'],
    ports: [22],
    firstSeen: 1000,
    lastSeen: 1100,
    changes: [],
    summary: '<b>guesses</b>',
  },
  ...{ evidence: { attempts: 12 }, ...some },
});

const part = (...findings: Finding[]) => ({ alarms: [], findings, detections: [] });

function writer(state: StateTable, clock: { at: number }) {
  const pages: { key: string; html: string }[] = [];
  const written = () =>
    writePages({
      state,
      detections: ANALYZER_DETECTIONS,
      context: {
        ...{
          account: '111122223333',
          region: 'eu-west-1',
          trailLogGroup: undefined,
          flowLogGroup: undefined,
        },
        ...{ runbookUrl: undefined, alarmPrefix: '', queriesFor: () => [] },
      },
      put: async (key, html) => {
        pages.push({ key, html });
      },
      now: () => clock.at,
    });
  return { pages, written };
}

function documentOf(html = ''): ReportDocument {
  const [, data = ''] = /id="data">([^<]*)</.exec(html) ?? [];
  return JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as ReportDocument;
}

test('a new story has its page at once; what follows is written once ten minutes are over, with all of it', async () => {
  const state = memory();
  const clock = { at: 10_000 };
  const { pages, written } = writer(state, clock);
  await notePage(state, 'flow/192.0.2.44', part(guesses()), clock.at);
  expect(await written()).toBe(1);
  clock.at += 60;
  await notePage(
    state,
    'flow/192.0.2.44',
    part(guesses({ id: 'g', detection: 'ssh-probable-login', severity: 'critical' })),
    clock.at,
  );
  expect(await written()).toBe(0);
  clock.at = 10_000 + REWRITE_SECONDS;
  expect(await written()).toBe(1);
  expect(await written()).toBe(0);
  expect(new Set(pages.map(({ key }) => key))).toEqual(new Set([storyKey('flow/192.0.2.44')]));
  const { raised, summary } = documentOf(pages[1]?.html);
  expect(raised.map(({ id }) => id)).toEqual(['g', 'f']);
  expect(summary.actors[0]).toMatchObject({ key: '192.0.2.44', severity: 'critical' });
  expect(pages[1]?.html).not.toContain('<b>guesses</b>');
});

test('the same finding told again is told once', async () => {
  const state = memory();
  const { pages, written } = writer(state, { at: NOW });
  await notePage(state, 't', part(guesses()), NOW);
  await notePage(state, 't', part(guesses({ state: 'END', lastSeen: 1200 })), NOW);
  await written();
  expect(documentOf(pages[0]?.html).raised).toMatchObject([{ id: 'f', to: 1200 }]);
});

test('two runs at once lose nothing', async () => {
  const state = memory();
  await Promise.all(['a', 'b', 'c'].map((id) => notePage(state, 't', part(guesses({ id })), NOW)));
  const { pages, written } = writer(state, { at: NOW });
  await written();
  expect(
    documentOf(pages[0]?.html)
      .raised.map(({ id }) => id)
      .sort(),
  ).toEqual(['a', 'b', 'c']);
});

test('what an item cannot hold goes, the older first, and the page says how much', async () => {
  const state = memory();
  // Text that does not pack, as attackers' names may be.
  const noise = (seed: number) =>
    Array.from({ length: 600 }, (_, at) =>
      createHash('sha512').update(`${seed} ${at}`).digest('base64'),
    ).join('');
  const many = Array.from({ length: 24 }, (_, at) =>
    guesses({ id: `f${at}`, firstSeen: at, summary: noise(at + 2) }),
  );
  await notePage(state, 't', part(...many), NOW);
  const { pages, written } = writer(state, { at: NOW });
  await written();
  const { raised, notes } = documentOf(pages[0]?.html);
  expect(raised.length).toBeGreaterThan(0);
  expect(raised.length).toBeLessThan(24);
  expect(raised.some(({ id }) => id === 'f23')).toBe(true);
  expect(notes[0]).toBe(`${24 - raised.length} older alarms and findings had no room in this page`);
});

test('one page that cannot be written stays due, and stops no other', async () => {
  const state = memory();
  await notePage(state, 'a', part(guesses()), NOW);
  await notePage(state, 'b', part(guesses()), NOW);
  const keys: string[] = [];
  let isDown = true;
  const run = () =>
    writePages({
      state,
      detections: ANALYZER_DETECTIONS,
      context: {
        ...{ account: '1', region: 'eu-west-1', trailLogGroup: undefined, flowLogGroup: undefined },
        ...{ runbookUrl: undefined, alarmPrefix: '', queriesFor: () => [] },
      },
      put: async (key) => {
        if (isDown && key === storyKey('a')) throw new Error('slow down');
        keys.push(key);
      },
      now: () => NOW,
    });
  await expect(run()).rejects.toThrow('1 pages could not be written');
  isDown = false;
  expect(await run()).toBe(1);
  expect(keys).toEqual([storyKey('b'), storyKey('a')]);
});

test('only high and critical stories have one', () => {
  expect((['low', 'medium', 'high', 'critical'] as const).filter(hasPage)).toEqual(['high', 'critical']);
});

test('the link opens the object in the console, and is signed by nobody', () => {
  const context = { reportsBucket: 'pages', region: 'eu-west-1' } as Parameters<typeof pageLink>[0];
  const [link] = pageLink(context, storyKey('arn:aws:iam::1:user/mallory/<b>'));
  expect(link?.url).toMatch(
    /^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/s3\/object\/pages\?region=eu-west-1&prefix=reports%2Fstories%2Farn-aws-iam-1-user-mallory-b--[0-9a-f]{12}\.html$/,
  );
  expect(pageLink({ ...context, region: 'cn-north-1' }, 'k')[0]?.url).toContain('.console.amazonaws.cn/');
  expect(pageLink({ region: 'eu-west-1' } as typeof context, 'k')).toEqual([]);
});
