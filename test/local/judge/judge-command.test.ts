import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Log } from 'sarif';
import { runCommandLine } from '../../../local/commands/command-line';
import { cleanParts, templateOf } from '../../analysis/task-definition/parts';
import { changed, container } from '../../analysis/task-definition/rule-case';

let work: string;
beforeAll(() => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-judge-'));
});
afterAll(() => rmSync(work, { recursive: true }));

async function judge(...args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const status = await runCommandLine(['judge', ...args], { stdout, stderr, env: {} });
  return { status, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(path.join(work, 'judged-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return folder;
}

const CLEAN = JSON.stringify(templateOf(cleanParts()));
const ROOT_USER = JSON.stringify(changed(container('User', 'root')), undefined, 2);
const UNPINNED = JSON.stringify(
  changed(container('Image', '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1.0')),
);

describe('how it ends', () => {
  test('0 when there is nothing to object to, or only what is low', async () => {
    expect(await judge(folderWith({ 'clean.json': CLEAN }))).toMatchObject({
      status: 0,
      out: expect.stringContaining('nothing to object to'),
    });
    const low = await judge(folderWith({ 'low.json': UNPINNED }));
    expect(low.status).toBe(0);
    expect(low.out).toContain('1 of low severity (--all)');
  });

  test('10 with findings, with something unreadable beside them too', async () => {
    const { status, out } = await judge(
      folderWith({ 'a.template.json': ROOT_USER, 'b.json': '{"containerDefinitions": [' }),
    );
    expect(status).toBe(10);
    expect(out).toContain('root-user: container web: user is root');
    expect(out).toContain('unreadable: b.json: not JSON');
  });

  test('3 when something is unreadable and nothing else is wrong', async () => {
    expect(
      (await judge(folderWith({ 'a.json': CLEAN, 'b.json.gz': gzipSync('{').subarray(0, 10) }))).status,
    ).toBe(3);
  });

  test('3 when the one file that is named has no task definition; in a folder it is left alone', async () => {
    const folder = folderWith({ 'package.json': '{"name":"x"}' });
    expect((await judge(path.join(folder, 'package.json'))).status).toBe(3);
    expect(await judge(folder)).toMatchObject({
      status: 0,
      out: expect.stringContaining('1 other file left alone'),
    });
  });

  test('2 for an ARN, with the command that fetches it, and for what does not exist', async () => {
    const arn = await judge('arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1');
    expect(arn.status).toBe(2);
    expect(arn.err).toContain('needs credentials: `aws ecs describe-task-definition');
    expect((await judge(path.join(work, 'nothing'))).status).toBe(2);
    expect((await judge()).status).toBe(2);
  });
});

test('a gzipped file of records is judged, each record by its account', async () => {
  const record = {
    eventName: 'RegisterTaskDefinition',
    eventID: 'e-7',
    recipientAccountId: '222222222222',
    requestParameters: {
      family: 'web',
      containerDefinitions: [
        { name: 'web', image: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:1', privileged: true },
      ],
    },
  };
  const { out } = await judge(
    folderWith({ 'trail.json.gz': gzipSync(JSON.stringify({ Records: [record] })) }),
    '--format',
    'json',
  );
  const { tasks } = JSON.parse(out);
  expect(tasks[0].name).toBe('web (record e-7)');
  expect(tasks[0].judgements.map(({ rule }: { rule: string }) => rule)).toEqual(
    expect.arrayContaining(['privileged-container', 'image-from-foreign-account']),
  );
});

test('a description that PowerShell wrote to a file is read', async () => {
  const text = Buffer.from(`\ufeff${ROOT_USER}`, 'utf16le');
  expect((await judge(folderWith({ 'task.json': text }))).out).toContain('user is root');
});

test('a registry of ours is named on the command line', async () => {
  const folder = folderWith({
    'a.json': JSON.stringify(changed(container('Image', `ghcr.io/our-team/web@sha256:${'ab'.repeat(32)}`))),
  });
  expect((await judge(folder)).status).toBe(10);
  expect((await judge(folder, '--own-registry', 'ghcr.io/our-team')).status).toBe(0);
});

test('SARIF has each rule once, and each result with its file, line and rule', async () => {
  const { out } = await judge(
    folderWith({ 'a.json': ROOT_USER, 'b.json': '{"containerDefinitions": [' }),
    '--format',
    'sarif',
  );
  const [run] = (JSON.parse(out) as Log).runs;
  const [result] = run?.results ?? [];
  const rules = run?.tool.driver.rules ?? [];
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(rules[result?.ruleIndex ?? -1]?.id).toBe('root-user');
  expect(result).toMatchObject({ ruleId: 'root-user', level: 'warning' });
  const place = result?.locations?.[0]?.physicalLocation;
  const line = ROOT_USER.split('\n').findIndex((text) => text.includes('"User": "root"')) + 1;
  expect(place).toEqual({ artifactLocation: { uri: 'a.json' }, region: { startLine: line } });
  expect(run?.invocations?.[0]).toMatchObject({ executionSuccessful: false });
});

test('names in a document cannot write to the terminal', async () => {
  const { out } = await judge(
    folderWith({ 'a.json': JSON.stringify(changed(container('User', 'root:\u001b[31mred'))) }),
  );
  expect(out).toContain('user is root');
  expect(out).not.toContain('\u001b');
});
