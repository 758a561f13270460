import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exitStatus } from '../../../local/commands/output/exit-status';
import { renderJson } from '../../../local/render/forms/json';
import { replay } from '../../../local/replay/replay';
import type { ReplayResult } from '../../../local/replay/replay-result';
import { readSettingsFile } from '../../../local/settings/find-settings';
import { mergeSettings } from '../../../local/settings/replay-settings';
import type { Labels } from '../../../simulate/labels';
import { SCENARIOS } from '../../../simulate/scenarios/registry';
import { type FlowLogFileFormat, simulate } from '../../../simulate/simulate';
import { reportOf } from './example-result';

let work: string;
beforeAll(() => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-scenarios-'));
});
afterAll(() => rmSync(work, { recursive: true }));

async function replayOf(folder: string): Promise<ReplayResult> {
  return (
    await replay({
      folder,
      settings: mergeSettings(await readSettingsFile(path.join(folder, 'harborwatch.json'))),
    })
  ).result;
}

async function simulated(scenario: string, seed: number, format: FlowLogFileFormat = 'text') {
  const folder = path.join(work, `${scenario}-${seed}-${format}`);
  const { labels } = await simulate(scenario, seed, folder, { format });
  return { folder, labels };
}

/** What went red or was found, above low or of low severity, each once. */
function raised({ alarms, findings }: ReplayResult, isLow: boolean): readonly string[] {
  const red = [...alarms.filter(({ state }) => state === 'ALARM'), ...findings];
  return [
    ...new Set(
      red.filter(({ severity }) => (severity === 'low') === isLow).map(({ detection }) => detection),
    ),
  ].sort();
}

const sorted = (names: readonly string[]) => [...names].sort();

// The quiet month has a test of its own: thirty days of files.
const PLAYED = SCENARIOS.map(({ name }) => name).filter((name) => name !== 'quiet-month');

describe.each(PLAYED)('%s', (scenario) => {
  let result: ReplayResult;
  let labels: Labels;
  beforeAll(async () => {
    const made = await simulated(scenario, 11);
    labels = made.labels;
    result = await replayOf(made.folder);
  });

  test('raises what its labels say and nothing else above low', () => {
    expect(raised(result, false)).toEqual(sorted(labels.expected.detections));
  });

  test('raises what its labels say of low severity', () => {
    expect(raised(result, true)).toEqual(expect.arrayContaining(sorted(labels.expected.low)));
  });

  test('accounts for every record of every file', () => {
    const { files, totals } = result.read;
    for (const { records, analyzed, skipped, unreadableCount } of files) {
      const skippedSum = Object.values(skipped).reduce((sum, count) => sum + count, 0);
      expect(analyzed + skippedSum + unreadableCount).toBe(records);
    }
    expect(files.reduce((sum, { records }) => sum + records, 0)).toBe(totals.records);
    expect(totals.unreadable).toBe(0);
  });

  test('ends with 10 where something is above low, and with 0 where nothing is', () => {
    expect(exitStatus(result)).toBe(labels.expected.detections.length === 0 ? 0 : 10);
  });
});

test('the same folder gives the same document, byte for byte', async () => {
  const { folder } = await simulated('workshop-incident', 5);
  const document = async () => renderJson(reportOf(await replayOf(folder)));
  expect(await document()).toBe(await document());
});

test('Parquet tells the same story as text, and both at once tell it once', async () => {
  const results: ReplayResult[] = [];
  for (const format of ['text', 'parquet', 'both'] as const) {
    results.push(await replayOf((await simulated('ssh-brute-force', 5, format)).folder));
  }
  const [text, parquet, both] = results.map(({ alarms, findings }) => ({
    alarms,
    findings: findings.map(({ id, state, severity, changes }) => ({ id, state, severity, changes })),
  }));
  expect(parquet).toEqual(text);
  expect(both).toEqual(text);
});
