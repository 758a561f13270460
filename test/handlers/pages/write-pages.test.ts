import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Finding } from '../../../analysis/finding';
import type { SourceMinute } from '../../../analysis/ssh/connections/source-minutes';
import { ANALYZER_DETECTIONS } from '../../../handlers/analyzer-detections';
import { notePage } from '../../../handlers/pages/page-part';
import { hasPage, pageLink, storyKey } from '../../../handlers/pages/page-place';
import { MOST_PAGES, REWRITE_SECONDS, writePages } from '../../../handlers/pages/write-pages';
import { StateTable } from '../../../handlers/state/state-table';
import type { MessageContext } from '../../../handlers/tell/message-context';
import type { ReportDocument } from '../../../report/document';

const NOW = 10_000;
const CONTEXT: MessageContext = {
  ...{ account: '111122223333', region: 'eu-west-1', trailLogGroup: undefined, flowLogGroup: undefined },
  ...{ runbookUrl: undefined, alarmPrefix: '', queriesFor: () => [] },
};

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
    visit: async (kind: string, visitor: (item: unknown) => void) => {
      for (const [key, item] of items)
        if (key.startsWith(`${kind} `)) visitor({ id: key.slice(kind.length + 1), ...item });
    },
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
      context: CONTEXT,
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

test('what is told while a page is written, or by two runs at once, makes no second page within ten minutes', async () => {
  const state = memory();
  const clock = { at: NOW };
  await notePage(state, 't', part(guesses()), NOW);
  const keys: string[] = [];
  const run = () =>
    writePages({
      state,
      detections: ANALYZER_DETECTIONS,
      context: CONTEXT,
      put: async (key) => {
        keys.push(key);
        await notePage(state, 't', part(guesses({ id: `while ${keys.length}` })), clock.at);
      },
      now: () => clock.at,
    });
  await Promise.all([run(), run()]);
  expect(keys).toHaveLength(1);
  clock.at += REWRITE_SECONDS - 1;
  expect(await run()).toBe(0);
  clock.at += 1;
  expect(await run()).toBe(1);
  expect(keys).toHaveLength(2);
});

test('of very many pages those that wait longest come first, and every one is written', async () => {
  const state = memory();
  const clock = { at: NOW };
  const { pages, written } = writer(state, clock);
  const names = Array.from({ length: 3 * MOST_PAGES }, (_, at) => `t${at}`);
  for (const name of names) await notePage(state, name, part(guesses()), NOW);
  for (let run = 0; run < 3; run += 1) expect(await written()).toBe(MOST_PAGES);
  expect(new Set(pages.map(({ key }) => key))).toEqual(new Set(names.map(storyKey)));
  clock.at += REWRITE_SECONDS;
  for (const name of [...names, 'new']) await notePage(state, name, part(guesses({ id: 'g' })), clock.at);
  await written();
  expect(pages.slice(names.length).map(({ key }) => key)).toContain(storyKey('new'));
});

test('connections by minute are the timeline and the attempts; a minute seen twice counts once', async () => {
  const state = memory();
  const { pages, written } = writer(state, { at: NOW });
  const minutes = (...each: SourceMinute[]) => [{ source: '192.0.2.44', minutes: each }];
  await notePage(
    state,
    't',
    { ...part(guesses()), minutes: minutes([960, 2, 3, 2, 1], [1020, 1, 0, 0, 0]) },
    NOW,
  );
  await notePage(
    state,
    't',
    { ...part(guesses()), minutes: minutes([960, 4, 1, 4, 0], [1080, 0, 7, 0, 7]) },
    NOW,
  );
  await written();
  const { traffic, attempts, span, limits } = documentOf(pages[0]?.html);
  expect(traffic).toEqual({
    ...{ of: 'connections', stepSeconds: 60, at: [960, 1020, 1080] },
    ...{ calls: [0, 0, 0], accepted: [4, 1, 0], rejected: [3, 0, 7] },
  });
  expect(attempts?.sources).toEqual([
    {
      address: '192.0.2.44',
      total: 12,
      rejected: 8,
      buckets: [
        [960, 5],
        [1080, 7],
      ],
    },
  ]);
  expect(span).toEqual({ from: 960, to: 1140 });
  expect(limits.map(({ section, command }) => `${section} ${command}`)).toEqual([
    'timeline npx harborwatch query flow-traffic-from-address --on athena --since 1970-01-01T00:00:00Z --until 1970-01-01T01:19:00Z --param addresses=192.0.2.44',
    'attempts npx harborwatch query ssh-records-of-addresses --on athena --since 1970-01-01T00:00:00Z --until 1970-01-01T01:19:00Z --param addresses=192.0.2.44',
    'audit npx harborwatch query flow-address-summary --on athena --since 1970-01-01T00:00:00Z --until 1970-01-01T01:19:00Z --param addresses=192.0.2.44',
    'read npx harborwatch verify s3://<bucket of the trail> --fetch-keys --manifest sums.txt',
  ]);
});

test('secrets are masked, as in messages', async () => {
  const state = memory();
  const { pages, written } = writer(state, { at: NOW });
  const secret = 'mysql -u root --password=hunter2hunter2';
  await notePage(state, 't', part(guesses({ summary: secret, evidence: { command: secret } })), NOW);
  await written();
  expect(JSON.stringify(documentOf(pages[0]?.html))).not.toContain('hunter2hunter2');
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
      context: CONTEXT,
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
