import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exampleEvent } from '../../../detections/examples/example-event';
import { run } from '../story/printed-commands';

const EVENT = {
  ...exampleEvent('ecs', 'StopTask', {}),
  eventID: '00000000-0000-4000-8000-000000000001',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ana', userName: 'ana' },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-unread-'));
  writeFileSync(
    path.join(folder, 'trail.json'),
    `${JSON.stringify(EVENT)}\n{"eventVersion":"1","eventTime":7}\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['story', ['ana']],
  ['record', [EVENT.eventID]],
  ['tune', []],
  ['plan', []],
])('%s says what it could not read, beside its answer', async (command, who) => {
  const { stdout, stderr } = await run(command, ...who, folder);
  expect(stderr).toContain('unreadable: 1 record\n');
  expect(stderr).toContain('trail.json:2: eventTime is a number, expected an ISO 8601 time');
  expect(stdout).not.toContain('trail.json:2');
});

test('a record nested deeper than a stack ends no command, and is told', async () => {
  const own = path.join(folder, 'deep.json');
  const deep = `${'[{"a":'.repeat(20_000)}1${'}]'.repeat(20_000)}`;
  const text = JSON.stringify({ ...EVENT, requestParameters: { deep: 'DEEP' } }).replace('"DEEP"', deep);
  writeFileSync(own, `${text}\n${JSON.stringify({ ...EVENT, eventID: 'e-2' })}\n`);
  const sql = path.join(folder, 'count.sql');
  writeFileSync(sql, 'select count(*) as calls from cloudtrail_logs');
  const replayed = await run('replay', own, '--no-audit');
  expect(replayed.stdout).toContain('2 records = 2 analyzed + 0 skipped + 0 unreadable');
  expect(replayed.stdout).toContain('1 record with members nested deeper than 100 levels');
  expect((await run('story', 'ana', own, '--no-audit')).stderr).not.toContain('unexpected');
  expect((await run('record', EVENT.eventID, own)).status).toBe(0);
  const asked = await run('query', sql, '--on', 'local', own, '--format', 'csv');
  expect(asked.stdout).toMatch(/^2\r?$/m);
});
