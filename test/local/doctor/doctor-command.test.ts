import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { runCommandLine } from '../../../local/commands/command-line';
import { CHECKS } from '../../../local/doctor/checks';
import { DEPLOYMENT, TRAIL_ARN } from './deployment';
import { withAccount } from './examine';

const ROOT = path.join(__dirname, '../../..');
const BIN = path.join(ROOT, 'bin/harborwatch.cjs');

const now = Math.floor(Date.now() / 1000);
const { state, server } = withAccount(() => now);

let work: string;
beforeAll(() => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-doctor-'));
});
afterAll(() => rmSync(work, { recursive: true }));

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const VARIABLES = { AWS_REGION: 'eu-west-1', NODE_NO_WARNINGS: '1' };

/** Runs the command in a process of its own, as a person does. */
function inProcess(args: readonly string[]): Promise<Ended> {
  const options = { cwd: work, env: { ...process.env, ...VARIABLES, HOME: work } };
  return new Promise((resolve) => {
    execFile(process.execPath, [BIN, 'doctor', ...args], options, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

/** Runs the command here; `env` replaces single variables, undefined takes one away. */
async function doctor(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const before = { ...process.env };
  Object.assign(process.env, VARIABLES, { HOME: work });
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  const [stdout, stderr] = [new Sink(), new Sink()];
  try {
    const status = await runCommandLine(['doctor', ...args], { stdout, stderr, env: process.env });
    return { status, stdout: stdout.text, stderr: stderr.text };
  } finally {
    process.env = before;
  }
}

class Sink extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

function file(name: string, content: unknown): string {
  const place = path.join(work, name);
  writeFileSync(place, typeof content === 'string' ? content : JSON.stringify(content));
  return place;
}

/** One sentence on stderr, nothing on stdout. */
function expectSentence({ status, stdout, stderr }: Ended, wanted: number, words: string | RegExp) {
  expect(stderr).toMatch(words);
  expect(stderr).toMatch(/^harborwatch: [^\n]+\n$/);
  expect({ status, stdout }).toEqual({ status: wanted, stdout: '' });
}

test('a healthy deployment is found by its parameter, is well link by link, and ends with 0', async () => {
  const { status, stdout, stderr } = await inProcess([]);
  expect(stderr).toBe('');
  const lines = stdout.split('\n');
  expect(lines[0]).toBe('harborwatch in account 111122223333, eu-west-1');
  expect(lines.slice(2, -3).map((line) => line.split(/ +/, 2))).toEqual(CHECKS.map(({ id }) => ['✓', id]));
  expect(stdout).toMatch(new RegExp(`\\n${CHECKS.length} checks: ${CHECKS.length} well\\n$`));
  expect(status).toBe(0);
});

test('what is broken is told under its check with what to type, and ends with 10', async () => {
  state().trailStatus['IsLogging'] = false;
  state().denied.add('EC2.DescribeFlowLogs');
  const { status, stdout } = await doctor(['--skip', 'test-metric-filter']);
  expect(stdout).toContain(
    [
      '✗ trail           1 problem',
      '    the trail is switched off',
      `        aws cloudtrail start-logging --name ${TRAIL_ARN} --region eu-west-1`,
      '? flow-logs       could not look',
      '    the flow logs: this identity may not call ec2:DescribeFlowLogs',
      '        npx harborwatch doctor --policy',
    ].join('\n'),
  );
  expect(stdout).toMatch(/\n16 checks: 14 well, 1 with problems, 1 that could not look\n$/);
  expect(status).toBe(10);
});

test('nothing broken and something unseen ends with 3', async () => {
  state().denied.add('EC2.DescribeFlowLogs');
  const { status, stdout } = await doctor(['--skip', 'test-metric-filter', '--format', 'json']);
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({
    format: 'harborwatch-doctor/1',
    deployment: { name: 'harborwatch', account: '111122223333', region: 'eu-west-1' },
  });
  expect(document.checks[0]).toMatchObject({ id: 'trail', result: 'ok', problems: [], unseen: [] });
  expect(document.checks[1]).toEqual({
    id: 'flow-logs',
    result: 'could-not-look',
    seen: null,
    problems: [],
    unseen: [
      {
        what: 'the flow logs: this identity may not call ec2:DescribeFlowLogs',
        next: ['npx harborwatch doctor --policy'],
        permission: 'ec2:DescribeFlowLogs',
      },
    ],
  });
  expect(status).toBe(3);
});

test('a description from a file is as good as the parameter, and says the region', async () => {
  state().parameters.clear();
  const skipped = CHECKS.flatMap(({ id }) => (id === 'trail' ? [] : ['--skip', id]));
  const { status, stdout } = await doctor(
    ['--description', file('deployment.json', DEPLOYMENT), ...skipped],
    { AWS_REGION: undefined },
  );
  expect(stdout).toMatch(/✓ trail +harborwatch delivered 2 minutes ago\n\n1 check: 1 well/);
  expect(status).toBe(0);
  expect(server.calls.map(({ name }) => name)).not.toContain('SSM.GetParameter');
});

test('text of the services cannot write to the terminal', async () => {
  state().trailStatus['LatestDeliveryError'] = '\u001b[2Jgone';
  const skipped = CHECKS.flatMap(({ id }) => (id === 'trail' ? [] : ['--skip', id]));
  const { stdout } = await doctor(skipped);
  expect(stdout).toContain('\\x1b[2Jgone');
  expect(stdout).not.toContain('\u001b');
});

describe('what keeps it from beginning is one sentence with a way out', () => {
  test('no deployment of that name', async () => {
    const ended = await doctor(['--name', 'other']);
    expectSentence(
      ended,
      3,
      /there is no parameter \/other\/deployment in account 111122223333, region eu-west-1, .*--name or --region, .*npx cdk deploy/,
    );
  });

  test('a parameter that may not be read', async () => {
    state().denied.add('SSM.GetParameter');
    expectSentence(await doctor([]), 3, /may not call ssm:GetParameter; .*--policy.*--description/);
  });

  test('a parameter of another version', async () => {
    state().parameters.set('/harborwatch/deployment', JSON.stringify({ ...DEPLOYMENT, topics: {} }));
    expectSentence(await doctor([]), 3, /of this version, at topics\.alarms: .*npx cdk deploy --all/);
  });

  test('credentials of another account', async () => {
    state().identity = '999988887777';
    expectSentence(
      await doctor(['--description', file('deployment.json', DEPLOYMENT)]),
      3,
      /are of account 999988887777 and harborwatch is deployed in 111122223333; set AWS_PROFILE/,
    );
  });

  test('no credentials', async () => {
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    expectSentence(await doctor([], none), 3, /there are no AWS credentials; sign in .*AWS_PROFILE/);
  });

  test('no region', async () => {
    expectSentence(await doctor([], { AWS_REGION: undefined }), 3, /no region is named; give --region/);
  });

  test('a check that does not exist', async () => {
    expectSentence(await doctor(['--skip', 'trial']), 2, /--skip is "trial", did you mean trail\?/);
  });

  test('no check that is left', async () => {
    expectSentence(await doctor(CHECKS.flatMap(({ id }) => ['--skip', id])), 2, /leaves no check/);
  });

  test('a description that is absent, no JSON, or of another region', async () => {
    expectSentence(
      await doctor(['--description', 'nowhere.json']),
      2,
      /nowhere\.json cannot be read \(ENOENT\)/,
    );
    expectSentence(await doctor(['--description', file('text.json', 'x')]), 2, /text\.json is not JSON/);
    const elsewhere = file('elsewhere.json', DEPLOYMENT);
    expectSentence(
      await doctor(['--description', elsewhere, '--region', 'us-east-1']),
      2,
      /--region is us-east-1 and --description \S+ is of eu-west-1/,
    );
  });
});

test('--policy prints the permissions without asking anybody', async () => {
  const { status, stdout } = await doctor(['--policy'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
  expect(JSON.parse(stdout).Statement[0].Action).toContain('logs:TestMetricFilter');
  expect(status).toBe(0);
});
