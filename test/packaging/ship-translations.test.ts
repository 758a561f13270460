import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { auditQuestions } from '../../local/query/audit-questions';
import { KeptTranslations } from '../../local/query/kept-translations';
import { replay } from '../../local/replay/replay';
import { readSettingsFile } from '../../local/settings/find-settings';
import { mergeSettings, type ReplaySettings } from '../../local/settings/replay-settings';
import { shipAuditTranslations } from '../../packaging/ship-translations';
import { simulate } from '../../simulate/simulate';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shipped-'));
  await shipAuditTranslations(path.join(folder, 'bundle'));
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
