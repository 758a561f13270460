import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { QueryShell } from '../../../../local/commands/query/shell';
import { LocalEngine } from '../../../../local/query/local-engine';
import { createLogFolder, type LogFolderFixture } from '../../query/query-folder';
import { captureIo } from './capture-io';

let folder: LogFolderFixture;
let engine: LocalEngine;

beforeAll(async () => {
  folder = createLogFolder();
  engine = await LocalEngine.open(folder.root, { memoryMegabytes: 256, threads: 1 });
});

afterAll(async () => {
  await engine.close();
  folder.remove();
});

/** What the lines of one session put out, and the last state. */
async function session(...lines: readonly string[]) {
  const { io, out, err } = captureIo();
  const shell = new QueryShell(engine, folder.root, {}, undefined, io);
  const states: string[] = [];
  for (const line of lines) states.push(await shell.take(line));
  return { out: out(), err: err(), states, shell };
}

test('tables and their columns are shown with types and examples', async () => {
  expect((await session('.tables')).out).toContain('cloudtrail_logs');
  const { out } = await session('.schema vpc_flow_logs');
  expect(out).toMatch(/srcaddr +varchar +10\.20\.0\.42/);
  expect(out).toMatch(/hour +varchar +partition key/);
});

test('a name that is misspelt is told with what is near', async () => {
  expect((await session('.schema cloudtrail_log')).err).toContain('did you mean cloudtrail_logs?');
  expect((await session('.tabels')).err).toContain('did you mean .tables?');
  expect((await session('ecs-exec-sesions')).err).toContain('did you mean ecs-exec-sessions');
  expect((await session('select eventnme from cloudtrail_logs;')).err).toContain('"eventname"');
});

test('SQL goes on until its semicolon, and the session goes on after an error', async () => {
  const { out, states } = await session('selec 1;', 'select 40', '  + 2 as answer;');
  expect(states).toEqual(['ready', 'more', 'ready']);
  expect(out).toMatch(/answer[\s\S]*42/);
});

test('the statements of Athena about tables are answered', async () => {
  expect((await session('show tables;')).out).toContain('container_logs');
  expect((await session('show columns from container_logs;')).out).toContain('logged_at');
  expect((await session('describe cloudtrail_logs;')).out).toMatch(/eventname\ndata_type +varchar/);
  expect((await session('describe cloudtrail_log;')).err).toContain('did you mean cloudtrail_logs?');
});

test('a saved question is asked by its id, with the parameters that were set and that it declares', async () => {
  const { err } = await session('.param since=2100-01-01', '.param until=2100-01-02', 'cloudtrail-preview');
  expect(err).toContain('no rows between 2100-01-01 and 2100-01-02');
  expect(err).toContain('the folder has');
  const shown = await session('.param who=%alice%', '.param', '.param who', '.param');
  expect(shown.out).toBe('who = %alice%\nno parameter is set\n');
});

test('answers are shown in the mode that is set, and a wrong mode is told with the right ones', async () => {
  expect((await session('.mode json', 'select 1 as x;')).out).toBe('[\n{"x":1}\n]\n');
  expect((await session('.mode xml')).err).toContain('expected table, csv, json');
});

test('questions are found by a word', async () => {
  const { out } = await session('.questions exec');
  expect(out).toContain('ecs-exec-sessions');
  expect(out).not.toContain('flow-top-talkers');
  expect((await session('.questions T1609')).out).toContain('ecs-exec-sessions');
  expect((await session('.questions nonesuch')).out).toContain('no question has nonesuch');
});

test('everything can be taken along into a DuckDB database', async () => {
  const out = mkdtempSync(path.join(tmpdir(), 'export-'));
  try {
    const file = path.join(out, 'logs.duckdb');
    const { err } = await session(`.export ${file}`);
    expect(err).toContain('open it with: duckdb');
    expect(existsSync(file)).toBe(true);
  } finally {
    rmSync(out, { recursive: true });
  }
});

test('a long question is stopped, and the shell is not', async () => {
  const { io, out, err } = captureIo();
  const shell = new QueryShell(engine, folder.root, {}, undefined, io);
  const long = 'unnest(sequence(1, 100000))';
  const asking = shell.take(
    `select count(*) as n from ${long} as a (x) cross join ${long} as b (y) where x * y % 7 = 3;`,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  shell.interrupt();
  expect(await asking).toBe('ready');
  expect(err()).toContain('the query was stopped');
  expect(await shell.take('select 7 as x;')).toBe('ready');
  expect(out()).toContain('7');
});

test('Ctrl-C forgets what was begun', async () => {
  const { shell } = await session('select 1');
  shell.interrupt();
  expect(await shell.take('.quit')).toBe('end');
});

test('commands, questions, tables and columns complete', async () => {
  const { shell } = await session();
  expect(shell.complete('.sch')).toEqual([['.schema'], '.sch']);
  expect(shell.complete('ecs-exec-s')).toEqual([['ecs-exec-sessions'], 'ecs-exec-s']);
  expect(shell.complete('select * from vpc_')[0]).toEqual(['vpc_flow_logs', 'vpc_id']);
  expect(shell.complete('select ')).toEqual([[], '']);
});
