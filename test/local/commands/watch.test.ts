import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { exampleEvent } from '../../../detections/examples/example-event';
import { simulate } from '../../../simulate/simulate';
import { FakeBucket } from '../reading/places/fake-bucket';
import { run } from '../story/printed-commands';

const ROOT = path.join(__dirname, '../../..');
const schemaOf = (name: string) => JSON.parse(readFileSync(path.join(ROOT, 'docs', name), 'utf8'));
const validate = addFormats(new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }))
  .addSchema(schemaOf('replay.schema.json'))
  .compile(schemaOf('schemas/watch-lines.schema.json'));

let work: string;
let incident: string;
beforeAll(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-watch-'));
  incident = path.join(work, 'incident');
  await simulate('exec-abuse', 5, incident);
  for (const name of readdirSync(incident, { recursive: true, encoding: 'utf8' }))
    age(path.join(incident, name));
});
afterAll(() => rmSync(work, { recursive: true }));

/** As if it had been written an hour ago, so that nobody waits for more. */
function age(file: string): void {
  const hourAgo = new Date(Date.now() - 3_600_000);
  utimesSync(file, hourAgo, hourAgo);
}

const stopped = (id: string) =>
  JSON.stringify({
    Records: [exampleEvent('cloudtrail', 'StopLogging', { name: 'harbor-trail' }, { eventID: id })],
  });

/** A file appears whole, as a download that is renamed does. */
function deliver(folder: string, name: string, text: string): void {
  const partial = path.join(work, `${name}.partial`);
  writeFileSync(partial, text);
  age(partial);
  renameSync(partial, path.join(folder, name));
}

const newState = () => path.join(mkdtempSync(path.join(work, 'state-')), 'state.json');

test('on a terminal a line is about one actor: when, how grave, who did what to what', async () => {
  const state = newState();
  const { status, stdout, stderr } = await run(
    ...['watch', incident, '--once', '--format', 'pretty', '--state', state],
  );
  const lines = stdout.trimEnd().split('\n');
  for (const line of lines)
    expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}(critical|high|medium) +\S/);
  expect(lines.filter((line) => line.includes('user mallory'))).toHaveLength(1);
  expect(stderr).toContain(`what was read is remembered in ${state}`);
  expect(status).toBe(10);
});

test('elsewhere each line is JSON as docs/schemas/watch-lines.schema.json has it; the next run tells nothing again', async () => {
  const state = newState();
  const first = await run('watch', incident, '--once', '--state', state);
  const lines = first.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  for (const line of lines) expect(validate(line) ? [] : validate.errors).toEqual([]);
  expect(new Set(lines.map(({ line }) => line))).toEqual(new Set(['watch', 'alarm', 'finding']));
  const { alarms } = JSON.parse((await run('replay', incident, '--no-audit', '--format', 'json')).stdout);
  const raised = new Set(
    alarms
      .filter(({ state: now }: { state: string }) => now === 'ALARM')
      .map(({ detection }: { detection: string }) => detection),
  );
  expect(new Set(lines.filter(({ line }) => line === 'alarm').map(({ detection }) => detection))).toEqual(
    raised,
  );
  const second = await run('watch', incident, '--once', '--state', state);
  expect(second.stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(second.status).toBe(0);
});

test('a real process tells what comes, ends with Ctrl-C, leaves only a whole state, and goes on from there', async () => {
  const folder = path.join(work, 'live');
  mkdirSync(folder);
  const state = newState();
  deliver(folder, 'one.json', stopped('first'));
  const watch = start(folder, state);
  expect((await watch.next('alarm')).records).toEqual(['first']);
  deliver(folder, 'two.json', stopped('second'));
  expect((await watch.next('alarm')).records).toEqual(['second']);
  // The state is written in the same turn as the line; this one waits for the turn to be over.
  await until(() => existsSync(state) && readFileSync(state, 'utf8').includes('second'));
  expect(await watch.stop()).toEqual({ code: 10, signal: null });
  expect(readdirSync(path.dirname(state))).toEqual(['state.json']);
  expect(readdirSync(folder).sort()).toEqual(['one.json', 'two.json']);

  const again = start(folder, state);
  await again.next('watch');
  deliver(folder, 'three.json', stopped('third'));
  expect((await again.next('alarm')).records).toEqual(['third']);
  expect(await again.stop()).toEqual({ code: 10, signal: null });
});

function start(folder: string, state: string) {
  const child: ChildProcessWithoutNullStreams = spawn(
    process.execPath,
    [path.join(ROOT, 'bin/harborwatch.cjs'), 'watch', folder, '--state', state],
    { cwd: work },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    next: async (kind: string) => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done === true) throw new Error(`the watch ended before a line about ${kind}`);
        const line = JSON.parse(value);
        if (line.line === kind && (kind !== 'alarm' || line.detection === 'trail-stopped')) return line;
      }
    },
    stop: async () => {
      child.kill('SIGINT');
      const [code, signal] = await once(child, 'exit');
      return { code, signal };
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 50));
}

test.each([
  [['-'], 'watch follows a folder or a bucket'],
  [['no-such-folder'], 'cannot read no-such-folder'],
  [['s3://Not_A_Bucket'], 'names no bucket'],
] as const)('watch %j is refused in one sentence', async (args, sentence) => {
  const { status, stdout, stderr } = await run('watch', ...args, '--state', newState());
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(sentence);
});

test('a state is not written beside the evidence', async () => {
  const folder = path.join(work, 'evidence');
  cpSync(incident, folder, { recursive: true });
  const { status, stderr } = await run('watch', folder, '--once', '--state', path.join(folder, 's.json'));
  expect(status).toBe(2);
  expect(stderr).toContain('whose files are evidence');
});

test('a bucket is followed, too, also one that is empty yet', async () => {
  const bucket = await FakeBucket.start('trail-bucket');
  const before = { ...process.env };
  Object.assign(process.env, bucket.environment);
  try {
    const state = newState();
    const watch = async () => {
      const { stdout } = await run(
        ...['watch', 's3://trail-bucket/org/', '--once', '--since', '2020-01-01', '--state', state],
      );
      const lines = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      return lines.filter(({ detection }) => detection === 'trail-stopped').flatMap(({ records }) => records);
    };
    expect(await watch()).toEqual([]);
    bucket.objects.set('org/one.json', { body: Buffer.from(stopped('first')) });
    expect(await watch()).toEqual(['first']);
    bucket.objects.set('org/two.json', { body: Buffer.from(stopped('second')) });
    expect(await watch()).toEqual(['second']);
  } finally {
    process.env = before;
    await bucket.stop();
  }
});
