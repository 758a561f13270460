import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FileKind, ReadReport } from '../../../local/reading/read-report';
import { askAudit } from '../../../local/replay/audit-of-replay';
import { simulate } from '../../../simulate/simulate';

const report = (kind: FileKind, records: number): ReadReport => ({
  files: [{ path: 'a', kind, records, analyzed: records, skipped: {}, unreadable: [], unreadableCount: 0 }],
  totals: { files: 1, records, analyzed: records, skipped: {}, remarks: {}, unreadable: 0 },
});

const at = (folder: string) => ({ local: async () => ({ path: folder, missing: [] }) });

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'harborwatch-audit-'));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

test('the answers of an incident name what happened', async () => {
  const folder = path.join(parent, 'exec');
  await simulate('exec-abuse', 3, folder);
  const { answers, notes } = await askAudit(at(folder), undefined, report('cloudtrail', 100), {});
  expect(answers.map(({ query }) => query.id)).toContain('ecs-exec-sessions');
  expect(notes).toEqual([]);
});

test('the containers alone are asked, too', async () => {
  const folder = path.join(parent, 'containers');
  const hour = path.join(folder, 'AWSLogs/111122223333/containerlogs/eu-west-1/2026/11/02/08');
  await mkdir(hour, { recursive: true });
  const refused = { process: 'nginx', status: 401, source_ip: '192.0.2.9', forwarded_for: '' };
  const lines = Array.from({ length: 10 }, (_, second) =>
    JSON.stringify({ logged_at: `2026-11-02T08:15:0${second}.000Z`, ...refused }),
  );
  await writeFile(path.join(hour, 'web.json'), `${lines.join('\n')}\n`);
  const { answers } = await askAudit(at(folder), undefined, report('container-log', 10), {});
  expect(answers.map(({ query }) => query.id)).toEqual(['http-401-bursts']);
});

test('a folder with too many records is asked only when somebody wants it', async () => {
  const { answers, notes } = await askAudit(at(parent), undefined, report('cloudtrail', 200_001), {});
  expect(answers).toEqual([]);
  expect(notes).toEqual([expect.stringContaining('--audit asks them')]);
});

test('nothing is asked of a folder without tables, nor when nobody wants it', async () => {
  const none = { answers: [], notes: [] };
  expect(await askAudit(at(parent), undefined, report('cloudtrail-digest', 5), {})).toEqual(none);
  expect(await askAudit(at(parent), false, report('cloudtrail', 5), {})).toEqual(none);
});

test('a folder that cannot be asked any more is a note, not the end of the replay', async () => {
  const absent = path.join(parent, 'gone');
  const { answers, notes } = await askAudit(at(absent), undefined, report('cloudtrail', 5), {});
  expect(answers).toEqual([]);
  expect(notes).toEqual([expect.stringMatching(/^the audit questions could not be asked: .*gone/)]);
});

test('files of a bucket that could not be fetched are a note', async () => {
  const folder = path.join(parent, 'partly');
  await simulate('exec-abuse', 4, folder);
  const place = {
    local: async () => ({ path: folder, missing: [{ path: 'a.json.gz', reason: 'AccessDenied' }] }),
  };
  const { answers, notes } = await askAudit(place, undefined, report('cloudtrail', 100), {});
  expect(answers).not.toEqual([]);
  expect(notes).toEqual([
    expect.stringContaining('1 file that could not be fetched (a.json.gz: AccessDenied)'),
  ]);
});
