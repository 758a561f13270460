import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replay } from '../../../local/replay/replay';
import type { ReplayResult } from '../../../local/replay/replay-result';
import { readSettingsFile } from '../../../local/settings/find-settings';
import { mergeSettings } from '../../../local/settings/replay-settings';
import { simulate } from '../../../simulate/simulate';

/** Neither is the seed that anything was written with. */
const SEEDS = [20_261, 7];
const LEARNING_SECONDS = 14 * 86_400;

describe.each(SEEDS)('a month in which nothing happens, seed %d', (seed) => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-month-'));
    await simulate('quiet-month', seed, folder, { format: 'text' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const played = async (isRoleNamed: boolean): Promise<ReplayResult> => {
    const given = await readSettingsFile(path.join(folder, 'harborwatch.json'));
    const settings = mergeSettings(isRoleNamed ? given : { ...given, deployRoles: [] });
    return (await replay({ folder, settings })).result;
  };
  const loud = ({ alarms, findings }: ReplayResult) =>
    [...alarms.filter(({ state }) => state === 'ALARM'), ...findings]
      .filter(({ severity }) => severity !== 'low')
      .map(({ detection }) => detection);

  test('has at most five findings once it has learned, all low', async () => {
    const result = await played(true);
    const from = (result.span?.from ?? 0) + LEARNING_SECONDS;
    const told = result.findings.filter(({ firstSeen }) => firstSeen >= from);
    expect(told.map(({ detection, severity }) => `${detection} ${severity}`).length).toBeLessThanOrEqual(5);
    expect(loud(result)).toEqual([]);
  });

  test('has nothing above low without a deploy role either, and proposes the one that deploys', async () => {
    const result = await played(false);
    expect(loud(result)).toEqual([]);
    const given = await readSettingsFile(path.join(folder, 'harborwatch.json'));
    const [proposal] = result.notes.filter((note) => note.includes('deploy regularly'));
    for (const role of given.deployRoles ?? []) expect(proposal).toContain(role);
  });
});
