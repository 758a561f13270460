import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { askAudit } from '../../local/ask-audit';
import type { FileKind, ReadReport } from '../../local/read-report';
import { simulate } from '../../local/simulate/simulate';

const report = (kind: FileKind, records: number): ReadReport => ({
  files: [{ path: 'a', kind, records, analyzed: records, skipped: {}, unreadable: [], unreadableCount: 0 }],
  totals: { files: 1, records, analyzed: records, skipped: {}, unreadable: 0 },
});

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'harborwatch-audit-'));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

test('the answers of an incident name what happened', async () => {
  const folder = path.join(parent, 'exec');
  await simulate('exec-abuse', 3, folder);
  const { answers, note } = await askAudit(folder, undefined, report('cloudtrail', 100), {});
  expect(answers.map(({ query }) => query.id)).toContain('ecs-exec-sessions');
  expect(note).toBeUndefined();
});

test('a folder with too many records is asked only when somebody wants it', async () => {
  const { answers, note } = await askAudit(parent, undefined, report('cloudtrail', 200_001), {});
  expect(answers).toEqual([]);
  expect(note).toContain('--audit asks them');
});

test('nothing is asked of a folder without tables, nor when nobody wants it', async () => {
  const none = { answers: [], note: undefined };
  expect(await askAudit(parent, undefined, report('subscription-payload', 5), {})).toEqual(none);
  expect(await askAudit(parent, false, report('cloudtrail', 5), {})).toEqual(none);
});
