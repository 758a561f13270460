import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { auditFolder } from '../../../local/query/audit-folder';
import { replay } from '../../../local/replay/replay';
import { mergeSettings } from '../../../local/settings/replay-settings';
import { simulate } from '../../../simulate/simulate';

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'harborwatch-audit-'));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

test.each(['exec-abuse', 'log-tampering', 'port-opened-then-probed', 'ssh-slow-campaign'])(
  'of %s, questions that are left out have no rows',
  async (scenario) => {
    const folder = path.join(parent, scenario);
    await simulate(scenario, 7, folder);
    const { known, result } = await replay({ folder, settings: mergeSettings({}, {}) });
    const options = { settings: result.settings, memoryMegabytes: 256, threads: 1 };
    const all = await auditFolder(folder, options);
    expect(all.answers.length).toBeGreaterThan(0);
    expect(await auditFolder(folder, { ...options, known })).toEqual(all);
  },
);

test('where no question can have rows, DuckDB is not opened, and all of them count as asked', async () => {
  const absent = path.join(parent, 'absent');
  const { known } = await replay({
    folder: path.join(__dirname, '../../../examples/trail-stopped/logs'),
    settings: mergeSettings({}, {}),
  });
  await expect(auditFolder(absent, { known })).rejects.toThrow();
  const steps: string[] = [];
  const nothing = Object.assign(Object.create(Object.getPrototypeOf(known)), { mayHold: () => false });
  expect(
    await auditFolder(absent, { known: nothing, onProgress: (done, of) => steps.push(`${done} ${of}`) }),
  ).toEqual({ answers: [], failed: [], notes: [] });
  expect(steps).toHaveLength(1);
  expect(new Set(steps[0]?.split(' ')).size).toBe(1);
});
