import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TRAIL_EXAMPLES } from '../../../detections/examples/trail/index';
import { replay } from '../../../local/replay/replay';
import { mergeSettings } from '../../../local/settings/replay-settings';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';

const DETECTION = 'first-time-image-registry';
const records = TRAIL_EXAMPLES[DETECTION]?.fires[0]?.records ?? [];
const habits = records.slice(0, -1);
const [news] = records.slice(-1) as [CloudTrailRecord];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folderWith(held: readonly CloudTrailRecord[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-baseline-'));
  folders.push(folder);
  writeFileSync(path.join(folder, 'trail.json'), JSON.stringify({ Records: held }));
  return folder;
}

async function found(folder: string, baseline?: string): Promise<readonly string[]> {
  const { result } = await replay({
    folder,
    settings: mergeSettings(),
    ...(baseline !== undefined && { baseline }),
  });
  return result.findings.map(({ detection }) => detection).filter((id) => id.startsWith('first-time-'));
}

test('what is new is told against earlier logs in a folder of their own', async () => {
  expect(await found(folderWith([news]), folderWith(habits))).toEqual([DETECTION]);
});

test('without them there is nothing to compare with, and nothing is told', async () => {
  expect(await found(folderWith([news]))).toEqual([]);
});

test('what was new in the earlier logs is not news of this folder', async () => {
  expect(
    await found(
      folderWith([{ ...news, eventID: 'later', eventTime: '2026-11-02T09:00:00Z' }]),
      folderWith(records),
    ),
  ).toEqual([]);
});

test('the earlier part of one folder is learned from as well', async () => {
  expect(await found(folderWith(records))).toEqual([DETECTION]);
});

test('records of the baseline that cannot be read are told, as nothing was learned from them', async () => {
  const baseline = folderWith(habits);
  writeFileSync(path.join(baseline, 'broken.jsonl'), '{"eventVersion":"1.11","eventTime":7}\n');
  const { result } = await replay({ folder: folderWith([news]), settings: mergeSettings(), baseline });
  expect(result.notes.join()).toMatch(
    /of the baseline .* 1 record could not be read.*broken\.jsonl:1: eventTime/,
  );
});

test('a baseline in which there is nothing is told by its name', async () => {
  const empty = mkdtempSync(path.join(tmpdir(), 'harborwatch-baseline-'));
  folders.push(empty);
  const replayed = replay({ folder: folderWith([news]), settings: mergeSettings(), baseline: empty });
  await expect(replayed).rejects.toThrow(`--baseline: ${empty} is empty`);
});
