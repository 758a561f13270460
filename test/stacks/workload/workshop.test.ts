import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DASHBOARDS } from '../../../dashboards/dashboards';
import { buildCatalogue } from '../../../detections/catalogue';
import { DEFAULT_SETTINGS } from '../../../detections/detection';
import { queryCatalogue } from '../../../queries/catalogue';
import { readSettings } from '../../../stacks/config';
import { SETTINGS } from '../../../stacks/config/settings';
import { STAGES } from '../../../stacks/config/values';
import { learnerFile } from './learner-records';
import { workloadTemplate } from './workload-template';

const ROOT = path.join(__dirname, '../../..');
const PAGE = readFileSync(path.join(ROOT, 'docs/workshop.md'), 'utf8');
const blocks = (kind: string) =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text);
const COMMANDS = blocks('sh').join('\n');
const [LEARNER = '', INCIDENT = ''] = blocks('text');
const words = (pattern: RegExp, text = PAGE) => [
  ...new Set([...text.matchAll(pattern)].map(([, word = '']) => word)),
];
const linesOf = (text: string) => text.trim().split('\n');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'workshop-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const harborwatch = async (...args: readonly string[]) => {
  const command = [path.join(ROOT, 'bin/harborwatch.cjs'), ...args];
  // 10: there are findings.
  return promisify(execFile)('node', command, { env: { ...process.env, COLUMNS: '110' } }).catch(
    (error: { readonly code: number; readonly stdout: string }) => {
      expect(error.code).toBe(10);
      return error;
    },
  );
};

describe('docs/workshop.md', () => {
  test('is in the shell’s language', () => {
    execFileSync('bash', ['-n'], { input: COMMANDS });
  });

  test('walks through every stage, in order', () => {
    expect(words(/^workshop stage=([\w-]+)/gm, COMMANDS)).toEqual(STAGES);
  });

  test('names settings that exist, with values that they take', () => {
    const keys = words(/-c (?:")?([\w.]+)=/g);
    expect(keys.filter((key) => !(key in SETTINGS))).toEqual([]);
    expect(keys.length).toBeGreaterThan(5);
    for (const [, settings = ''] of COMMANDS.matchAll(/^workshop (.+)$/gm)) {
      const pairs = settings.split(' -c ').map((pair) => pair.split('='));
      expect(() => readSettings(Object.fromEntries(pairs))).not.toThrow();
    }
  });

  test('asks for outputs that the stack gives in the stages in which they are asked for', () => {
    const asked = words(/\boutput ([A-Z]\w+)/g);
    expect(asked).toEqual(
      expect.arrayContaining(['RunTask', 'StopTask', 'TaskAddress', 'ReadPassword', 'Url']),
    );
    const given = Object.keys(workloadTemplate('hardened').toJSON()['Outputs']);
    expect(asked.filter((name) => !given.includes(name))).toEqual([]);
    const early = Object.keys(workloadTemplate('open', { 'workload.runService': false }).toJSON()['Outputs']);
    expect(early).toEqual(expect.arrayContaining(['RunTask', 'StopTask', 'TaskAddress']));
  });

  test('asks questions that are saved', () => {
    const ids = queryCatalogue().map(({ id }) => id);
    const asked = words(/harborwatch query ([\w-]+)/g);
    expect(asked.length).toBeGreaterThan(3);
    expect(
      [...asked, 'ssh-login-confirmation', 'ecs-public-ip-assignments'].filter((id) => !ids.includes(id)),
    ).toEqual([]);
  });

  test('names detections of the catalogue', () => {
    const ids = buildCatalogue({ ...DEFAULT_SETTINGS, homeRegions: ['eu-west-1'] }).map(({ id }) => id);
    const named = words(/(?:ALARM|START) +\w+ +([\w-]+)/gm, LEARNER + INCIDENT);
    expect(named.length).toBeGreaterThan(8);
    for (const id of [...named, 'secret-read-by-person', 'kms-key-killed', 'ecs-exec-session-opened'])
      expect(ids).toContain(id);
  });

  test('names dashboards and widgets that exist', () => {
    const titles = DASHBOARDS.map(({ title }) => title);
    for (const title of ['SSH', 'API activity', 'Workload']) {
      expect(titles).toContain(title);
      expect(PAGE).toContain(`*${title}*`);
    }
    const sources = ['ssh', 'api-activity', 'workload']
      .map((name) => readFileSync(path.join(ROOT, 'dashboards', `${name}.ts`), 'utf8'))
      .join('\n');
    for (const widget of [
      'SSH connections',
      'Sources of SSH in a batch',
      'Top talkers to SSH ports',
      'ECS changes by identity',
      'Latest lines of the containers',
      'Refused logins at the web server',
      'Requests',
      'Errors',
      'Healthy and unhealthy targets',
      'Tasks of the service',
    ]) {
      expect(PAGE).toContain(`\`${widget}\``);
      expect(sources).toContain(`'${widget}'`);
    }
  });

  test('quotes what a replay says of the learner’s own calls', async () => {
    const logs = path.join(folder, 'learner');
    execFileSync('mkdir', [logs]);
    writeFileSync(path.join(logs, 'cloudtrail.json'), learnerFile());
    const { stdout } = await harborwatch('replay', logs);
    for (const line of linesOf(LEARNER)) expect(stdout).toContain(line);
    expect(stdout).toContain('ecs-public-ip-assignments');
  });

  test('quotes what a replay says of the simulated incident', async () => {
    const incident = path.join(folder, 'incident');
    await harborwatch('simulate', 'workshop-incident', '--seed', '1', '--out', incident);
    const { stdout } = await harborwatch('replay', incident, '--no-audit');
    for (const line of linesOf(INCIDENT)) expect(stdout).toContain(line);
  });
});
