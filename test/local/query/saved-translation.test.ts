import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KeptTranslations, OF_QUESTIONS } from '../../../local/query/kept-translations';
import { savedTranslation, withoutTimes, withTimes } from '../../../local/query/saved-translation';
import { loadTranspiler, transpileQuery } from '../../../local/query/translate/transpile-query';
import { queryCatalogue } from '../../../queries/catalogue';
import { questionValues } from '../../../queries/question-values';
import { renderQuery } from '../../../queries/render-query';

// What is kept is compared with what is made: each time anew, unlike in other tests.
jest.unmock('../../../local/query/translate/transpile-query');

beforeAll(loadTranspiler);

const WINDOWS = [
  { since: '1970-01-01', until: '2100-01-01' },
  { since: '2026-11-02T03:04:05Z', until: '2026-11-02T03:04:05Z' },
];
const textsOf = (window: object) =>
  queryCatalogue().map((query) =>
    renderQuery(query, { values: { ...questionValues(query, {}), ...window } }),
  );

/** Windows share a question without its times, so it is translated once for all of them. */
const timelessly = new Map<string, ReturnType<typeof transpileQuery>>();

test.each(WINDOWS)(
  'every saved question is translated with the times of $since as without them',
  (window) => {
    for (const text of textsOf(window)) {
      const timeless = withoutTimes(text);
      expect(timeless).toBeDefined();
      if (timeless === undefined) continue;
      const translation = timelessly.get(timeless.text) ?? transpileQuery(timeless.text);
      timelessly.set(timeless.text, translation);
      expect(withTimes(translation, timeless.times)).toEqual(transpileQuery(text));
    }
  },
);

test('all windows of a question share one translation', () => {
  const timeless = (since: string, until: string) =>
    textsOf({ since, until }).map((text) => withoutTimes(text)?.text);
  expect(timeless('2026-10-02', '2026-11-05')).toEqual(timeless('2026-11-02T03:04:05Z', '2027-01-01'));
});

describe('a question that is kept', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'saved-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const store = () => new KeptTranslations(folder, path.join(folder, 'bundle'), true, OF_QUESTIONS);

  test('is asked with another window without being translated again', async () => {
    const sql = (day: string) =>
      `select srcaddr from vpc_flow_logs where hour >= '2026/11/${day}/00' and "start" > 17936208${day}`;
    await savedTranslation(sql('02'), undefined, store());
    expect(readdirSync(path.join(folder, 'questions'))).toHaveLength(1);
    expect(await savedTranslation(sql('05'), undefined, store())).toEqual(transpileQuery(sql('05')));
    expect(readdirSync(path.join(folder, 'questions'))).toHaveLength(1);
  });

  test('that is wrong is told at its own place, and not kept', async () => {
    const sql = `select srcaddr from vpc_flow_logs where hour > '2026/11/02/00' frm x`;
    await expect(savedTranslation(sql, undefined, store())).rejects.toMatchObject({
      name: 'QuerySyntaxError',
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that says what would stand for a time is translated as it is', async () => {
    const sql = `select 1020304001 as a from vpc_flow_logs where "start" > 1793620800`;
    expect(withoutTimes(sql)).toBeUndefined();
    expect(await savedTranslation(sql, undefined, store())).toEqual(transpileQuery(sql));
  });
});
