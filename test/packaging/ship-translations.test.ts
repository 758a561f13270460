import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { auditQuestions } from '../../local/query/audit-questions';
import { KeptTranslations, OF_QUESTIONS } from '../../local/query/kept-translations';
import { withoutTimes } from '../../local/query/saved-translation';
import { transpileQuery } from '../../local/query/translate/transpile-query';
import { replay } from '../../local/replay/replay';
import { readSettingsFile } from '../../local/settings/find-settings';
import { mergeSettings, type ReplaySettings } from '../../local/settings/replay-settings';
import { shipAllTranslations } from '../../packaging/ship-translations';
import { queryCatalogue } from '../../queries/catalogue';
import { renderQuery } from '../../queries/render-query';
import { simulate } from '../../simulate/simulate';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shipped-'));
  await shipAllTranslations(path.join(folder, 'bundle'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bundledIncident = async () => {
  const { folder: logs } = await simulate('workshop-incident', 414, path.join(folder, 'incident'));
  return mergeSettings(await readSettingsFile(path.join(logs, 'harborwatch.json')));
};
const replayWithoutSettings = async () => {
  const logs = path.join(__dirname, '../../examples/trail-stopped/logs');
  return (await replay({ folder: logs, settings: mergeSettings() })).result.settings;
};

test.each<[string, () => Promise<ReplaySettings>]>([
  ['a replay to which nobody gives settings', replayWithoutSettings],
  ['npm start', bundledIncident],
])('the questions of %s are shipped as they would be translated', async (_, settingsOf) => {
  const made = (await auditQuestions({ settings: await settingsOf() })).map(({ translation }) => translation);
  const texts = made.map((translation) => (translation instanceof Error ? '' : translation.athena));
  const shipped = new KeptTranslations(undefined, path.join(folder, 'bundle'), true).read(texts);
  expect(shipped).toEqual(made);
});

test.each([
  ['of a month', { since: '2026-11-02', until: '2026-12-01T07:00:00Z' }],
  ['within a day', { since: '2026-11-02T08:00:00Z', until: '2026-11-02T09:30:00Z' }],
])('each saved question of a window %s is shipped as it would be translated', (_, values) => {
  const store = new KeptTranslations(undefined, path.join(folder, 'bundle'), true, OF_QUESTIONS);
  for (const query of queryCatalogue()) {
    const { text = '' } = withoutTimes(renderQuery(query, { values })) ?? {};
    const [shipped] = store.read([text]) ?? [];
    expect([query.id, shipped?.athena]).toEqual([query.id, text]);
    expect(shipped).toEqual(transpileQuery(text));
  }
});
