import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { exampleEvent } from '../../../detections/examples/example-event';
import { simulate } from '../../../simulate/simulate';
import { printedCommands, run } from '../story/printed-commands';

const schema = JSON.parse(readFileSync(path.join(__dirname, '../../../docs/story.schema.json'), 'utf8'));
const validate = addFormats(
  new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }),
).compile(schema);

let folder: string;
let task: string;
beforeAll(async () => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'harborwatch-story-')), 'exec-abuse');
  await simulate('exec-abuse', 5, folder);
  const { stdout } = await run('story', '10.20.10.26', folder, '--no-audit');
  task = /^also task (\w+)$/m.exec(stdout)?.[1] ?? '';
});
afterAll(() => rmSync(path.dirname(folder), { recursive: true }));

test('a task has its shells, its roles, its calls, its flows and what it wrote, in order of time', async () => {
  const { status, stdout } = await run('story', task.slice(0, 8), folder, '--no-audit', '--format', 'json');
  const story = JSON.parse(stdout);
  expect(validate(story) ? [] : validate.errors).toEqual([]);
  expect(status).toBe(10);
  expect(story.subject).toEqual({ kind: 'task', name: task, account: null });
  expect(story.alsoKnownAs).toEqual(['10.20.10.26']);
  expect(story.facts).toContain('a shell was opened in it by user mallory');
  expect(story.facts.join()).toContain('calls with role ');
  const kinds = new Set(story.entries.map(({ kind }: { kind: string }) => kind));
  expect([...kinds].sort()).toEqual(expect.arrayContaining(['alarm', 'call', 'finding', 'flow']));
  const times = story.entries.map(({ at }: { at: string }) => at);
  expect(times).toEqual([...times].sort());
  const texts = story.entries.map(({ text }: { text: string }) => text);
  expect(texts.some((text: string) => text.startsWith('10.20.10.26 -> 192.0.2.90:4444 ACCEPT'))).toBe(true);
});

test('somebody who did nothing wrong has a story without alarms, and the status says so', async () => {
  const { status, stdout } = await run(
    'story',
    'monitoring-reader',
    folder,
    '--no-audit',
    '--settings',
    `${folder}/harborwatch.json`,
  );
  expect(stdout).toContain('harborwatch story role monitoring-reader of account 111122223333');
  expect(status).toBe(0);
  expect(stdout).not.toContain('mallory');
});

test('each call of a story ends in a command that shows its record', async () => {
  const { stdout } = await run('story', 'mallory', folder, '--no-audit');
  const [, id = ''] = /npx harborwatch record (\S+) /.exec(stdout) ?? [];
  const record = await run('record', id, folder, '--format', 'json');
  const { format, records } = JSON.parse(record.stdout);
  expect(format).toBe('harborwatch-record/1');
  expect(records[0].record.userIdentity.userName).toBe('mallory');
  expect(records[0].place).toMatch(/\.json\.gz:\d+$/);
});

test.each(['jsonl', 'csv', 'markdown', 'ocsf'])('%s is a form of a story, too', async (format) => {
  const { stdout } = await run('story', 'mallory', folder, '--no-audit', '--format', format);
  expect(stdout.length).toBeGreaterThan(200);
  if (format !== 'ocsf') expect(stdout).toContain('ecs:ExecuteCommand');
});

test('a name that nobody has ends with 1 and names that there are; one that several have with 2 and which', async () => {
  const nobody = await run('story', 'nobody', folder, '--no-audit');
  expect(nobody).toMatchObject({ status: 1, stdout: '' });
  expect(nobody.stderr).toMatch(/no record names nobody; there are, among others\n {2}\w/);
  const several = await run('story', task.slice(0, 1), folder, '--no-audit');
  expect(several.status).toBe(1);
});

test('one name in two accounts is asked back with status 2; the ARN and the account tell them apart', async () => {
  const logs = mkdtempSync(path.join(path.dirname(folder), 'two-'));
  const Records = ['111122223333', '444455556666'].map((account) => ({
    ...exampleEvent('ecs', 'ListTasks', null, { readOnly: true }),
    eventID: `of-${account}`,
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${account}:user/ops`,
      accountId: account,
      userName: 'ops',
    },
    recipientAccountId: account,
  }));
  writeFileSync(path.join(logs, 'trail.json'), JSON.stringify({ Records }));
  const asked = await run('story', 'ops', logs, '--no-audit');
  expect(asked).toMatchObject({ status: 2, stdout: '' });
  const commands = printedCommands(asked.stderr.replace(/ {2}\(.*\)$/gm, ''));
  expect(commands).toHaveLength(2);
  for (const words of commands) {
    expect((await run(...words)).stdout).toContain('harborwatch story user ops of account ');
  }
  const one = await run('story', 'ops', logs, '--no-audit', '--account', '444455556666');
  expect(one.stdout).toContain('harborwatch story user ops of account 444455556666');
  expect(one.stdout).not.toContain('111122223333');
});

test('a record that is not there ends with 1', async () => {
  expect((await run('record', 'no-such-id', folder)).status).toBe(1);
});

test('a flow is shown with the finding that counts it', async () => {
  const { stdout } = await run('record', '10.20.10.26,192.0.2.90,4444,2026-11-02T22:46Z', folder);
  expect(stdout).toContain('"dstport": 4444');
  expect(stdout).toContain('counts in unusual-egress');
});
