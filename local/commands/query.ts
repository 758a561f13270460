import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { nearNames } from '../../detections/near-names';
import { estimateUsd, renderUsd } from '../../queries/athena-cost';
import type { AthenaOptions } from '../../queries/athena-engine';
import { AthenaCancelledError, AthenaError } from '../../queries/athena-error';
import { findQuery, queryCatalogue, readQuery } from '../../queries/catalogue';
import type { Query } from '../../queries/query';
import { QueryError } from '../../queries/query-error';
import type { QueryResult } from '../../queries/query-result';
import { renderQuery } from '../../queries/render-query';
import { removeWhenStopped } from '../files/remove-when-stopped';
import { type LocalEngine, type ReadPlan, spanOf } from '../query/local-engine';
import type { SkippedFile } from '../query/log-folder';
import { LocalQueryError, QuerySyntaxError } from '../query/query-errors';
import { queryListJson, renderQueryHead, renderQueryList } from '../render/render-queries';
import { writeCsv, writeJson, writeTable } from '../render/write-answer';
import type { CommandIo } from '../terminal/command-io';
import { escapeControl } from '../terminal/escape-control';
import { terminalOf } from '../terminal/terminal';
import { UsageError } from '../terminal/usage-error';
import { EXIT } from './exit-status';
import type { QueryOptions } from './query-options';

type Values = Readonly<Record<string, string>>;

/** Where a question is asked. */
type Place =
  | { readonly engine: 'local'; readonly folder: string }
  | { readonly engine: 'athena' }
  | undefined;

/**
 * `harborwatch query`; gives the exit status. Wrong SQL and wrong parameters are told with their place, as wrong usage.
 *
 * @throws UsageError for a call that cannot be understood
 */
export async function queryCommand(
  question: string | undefined,
  options: QueryOptions,
  io: CommandIo,
): Promise<number> {
  const terminal = terminalOf(io.stdout, io.env);
  if (options.list === true) {
    io.stdout.write(options.format === 'json' ? queryListJson() : renderQueryList(terminal));
    return EXIT.quiet;
  }
  const [where, leftover] = readPlace(options.on);
  const asked = question ?? leftover;
  if (asked === undefined) {
    throw new UsageError('no question given; `harborwatch query --list` names the saved ones');
  }
  try {
    const query = await readQuestion(asked);
    const values = readValues(options);
    if (where === undefined) {
      if (options.explain !== true) {
        throw new UsageError('say where to ask: --on local <folder>, or --on athena');
      }
      await explain(query, values, options, undefined, io);
    } else if (where.engine === 'local') {
      return await askLocally(query, values, where.folder, options, io);
    } else {
      await askAthena(query, values, options, io);
    }
    return EXIT.quiet;
  } catch (error) {
    return report(error, io);
  }
}

/** What may befall a right question: the message says what to do. */
const FAILURES = [AthenaError, AthenaCancelledError, LocalQueryError] as const;

function report(error: unknown, io: CommandIo): number {
  const isWrong = error instanceof QueryError || error instanceof QuerySyntaxError;
  const isTold = FAILURES.some((failure) => error instanceof failure);
  if (!(error instanceof Error) || (!isWrong && !isTold)) {
    throw error;
  }
  const lines = error.message.split('\n').map(escapeControl);
  io.stderr.write(`harborwatch: ${lines.join('\n')}\n`);
  return isWrong ? EXIT.wrongUsage : EXIT.unexpected;
}

function readPlace(on: readonly string[] | undefined): readonly [Place, string | undefined] {
  const [engine, ...rest] = on ?? [];
  if (engine === undefined) {
    return [undefined, undefined];
  }
  if (engine === 'athena') {
    return [{ engine }, rest[0]];
  }
  const [folder, question] = rest;
  if (engine !== 'local' || folder === undefined) {
    throw new UsageError(`--on is "${(on ?? []).join(' ')}"; expected \`local <folder>\` or \`athena\``);
  }
  return [{ engine, folder }, question];
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function readQuestion(asked: string): Promise<Query> {
  if (asked === '-') {
    return readQuery('standard input', 'ad hoc', await readStandardInput());
  }
  if (/[./\\]/.test(asked)) {
    const text = await readFile(asked, 'utf8').catch(() => undefined);
    if (text === undefined) {
      throw new UsageError(`cannot read ${asked}; give a file with SQL, the id of a saved question, or -`);
    }
    return readQuery(path.parse(asked).name, 'ad hoc', text);
  }
  if (!queryCatalogue().some(({ id }) => id === asked)) {
    const close = nearNames(
      asked,
      queryCatalogue().map(({ id }) => id),
    );
    const hint = close.length === 0 ? '' : `did you mean ${close.join(' or ')}? `;
    throw new UsageError(`no question named ${asked}; ${hint}\`harborwatch query --list\` names them`);
  }
  return findQuery(asked);
}

function readValues(options: QueryOptions): Values {
  const values: Record<string, string> = {};
  for (const text of options.param ?? []) {
    const at = text.indexOf('=');
    if (at < 1) {
      throw new UsageError(`--param is "${text}"; expected name=value`);
    }
    values[text.slice(0, at)] = text.slice(at + 1);
  }
  return {
    ...values,
    ...(options.since === undefined ? {} : { since: options.since }),
    ...(options.until === undefined ? {} : { until: options.until }),
  };
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** Before and after all that a log can hold: the window of a folder whose keys tell no time. */
const ALL_TIME = { since: '1970-01-01', until: '2100-01-01' };

async function askLocally(
  query: Query,
  given: Values,
  folder: string,
  options: QueryOptions,
  io: CommandIo,
): Promise<number> {
  if (!(await stat(folder).catch(() => undefined))) {
    throw new UsageError(`no folder ${folder}; give one with CloudTrail files, flow logs or container logs`);
  }
  const { LocalEngine: Engine } = require('../query/local-engine') as typeof import('../query/local-engine');
  const engine = await Engine.open(folder, readMemory(options));
  try {
    if (engine.folder.files.length === 0) {
      const reasons = engine.folder.skipped.slice(0, 3).map(({ path: file, reason }) => `${file}: ${reason}`);
      throw new UsageError(
        `no known log file in ${folder}${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}; expected CloudTrail files, flow logs or container logs`,
      );
    }
    const values = { ...(spanOf(engine.folder) ?? ALL_TIME), ...given };
    if (options.explain === true) {
      await explain(query, values, options, engine, io);
      return EXIT.quiet;
    }
    const sql = renderQuery(query, { values, now: now() });
    const began = performance.now();
    if (options.format === 'parquet') {
      const { plan, unreadable } = await withProgress(engine, io, () =>
        intoPlace(options, (partial) => engine.exportParquet(sql, partial)),
      );
      const status = tellUnreadable(unreadable, io);
      io.stderr.write(`${describePlan(plan)}, ${seconds(began)}\n`);
      return status;
    }
    const answer = await withProgress(engine, io, () => engine.run(sql));
    const count = await writeAnswer(answer, options, io);
    const status = tellUnreadable(answer.unreadable, io);
    const window = count > 0 ? '' : ` between ${values.since} and ${values.until}`;
    io.stderr.write(`${describeCount(count)}${window}, ${describePlan(answer.plan)}, ${seconds(began)}\n`);
    return status;
  } finally {
    await engine.close();
  }
}

/** Names the files that the answer leaves out; gives the exit status. */
function tellUnreadable(files: readonly SkippedFile[], io: CommandIo): number {
  for (const { path: file, reason } of files) {
    io.stderr.write(`left out ${escapeControl(file)}: ${escapeControl(reason)}\n`);
  }
  return files.length === 0 ? EXIT.quiet : EXIT.unreadable;
}

/** Shows how far the query is, where a person looks at it and it takes long. */
async function withProgress<T>(engine: LocalEngine, io: CommandIo, run: () => Promise<T>): Promise<T> {
  if (io.stderr.isTTY !== true) {
    return await run();
  }
  const timer = setInterval(() => {
    const done = engine.progress;
    if (done !== undefined) {
      io.stderr.write(`\r${Math.round(done * 100)} % read`);
    }
  }, 500);
  try {
    return await run();
  } finally {
    clearInterval(timer);
    io.stderr.write('\r\u001b[K');
  }
}

async function askAthena(query: Query, values: Values, options: QueryOptions, io: CommandIo): Promise<void> {
  if (options.format === 'parquet') {
    throw new UsageError(
      '--format parquet is for --on local; on Athena wrap the query in UNLOAD, or take csv',
    );
  }
  if (options.explain === true) {
    await explain(query, values, options, undefined, io);
    return;
  }
  const sql = renderQuery(query, { values, now: now(), layout: options.layout });
  const { AthenaEngine } =
    require('../../queries/athena-engine') as typeof import('../../queries/athena-engine');
  const engine = new AthenaEngine(athenaOptions(options));
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  try {
    const isWatched = io.stderr.isTTY === true;
    const answer = await engine.run(sql, {
      signal: abort.signal,
      onProgress: (state, bytes) => {
        if (isWatched) {
          io.stderr.write(`\r\u001b[K${state.toLowerCase()}, ${bytesForPeople(bytes)} scanned`);
        }
      },
    });
    if (isWatched) {
      io.stderr.write('\r\u001b[K');
    }
    const count = await writeAnswer(answer, options, io);
    const cost = renderUsd(estimateUsd(answer.bytesScanned));
    io.stderr.write(
      `${describeCount(count)}, ${bytesForPeople(answer.bytesScanned)} scanned, about ${cost}, ${(answer.engineMilliseconds / 1000).toFixed(1)} s in Athena (${answer.executionId})\n`,
    );
  } finally {
    process.removeListener('SIGINT', stop);
    engine.close();
  }
}

function athenaOptions({
  workgroup,
  database,
  region,
  endpoint,
  outputLocation,
}: QueryOptions): AthenaOptions {
  return {
    ...(workgroup === undefined ? {} : { workgroup }),
    ...(database === undefined ? {} : { database }),
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(outputLocation === undefined ? {} : { outputLocation }),
  };
}

/** The SQL of each engine; with an engine that has the files also what it would read. */
async function explain(
  query: Query,
  values: Values,
  options: QueryOptions,
  engine: LocalEngine | undefined,
  io: CommandIo,
): Promise<void> {
  const { layOutDuckDb, loadTranspiler, transpileQuery } =
    require('../query/translate/transpile-query') as typeof import('../query/translate/transpile-query');
  await loadTranspiler();
  const athena = renderQuery(query, { values, now: now(), layout: options.layout });
  const inDuckDb = layOutDuckDb(transpileQuery(renderQuery(query, { values, now: now() })).duckdb);
  const plan = engine === undefined ? undefined : (await engine.explain(athena)).plan;
  io.stdout.write(
    `${renderQueryHead(query, values, terminalOf(io.stdout, io.env))}\n-- Athena\n${athena.trim()}\n\n-- DuckDB\n${inDuckDb}\n`,
  );
  if (plan !== undefined) {
    io.stderr.write(`would read ${describePlan(plan)}\n`);
  }
}

async function writeAnswer(answer: QueryResult, options: QueryOptions, io: CommandIo): Promise<number> {
  if (options.out === undefined) {
    return await writeTo(answer, options, io, io.stdout);
  }
  return await intoPlace(options, async (partial) => {
    const file = createWriteStream(partial);
    try {
      return await writeTo(answer, options, io, file);
    } finally {
      file.end();
      await finished(file);
    }
  });
}

async function writeTo(
  answer: QueryResult,
  options: QueryOptions,
  io: CommandIo,
  out: NodeJS.WritableStream,
): Promise<number> {
  if (options.format === 'csv') {
    return await writeCsv(answer, out);
  }
  if (options.format === 'json') {
    return await writeJson(answer, out);
  }
  const { count, isCut } = await writeTable(answer, out, terminalOf(io.stdout, io.env));
  if (isCut) {
    io.stderr.write(`the first ${count} rows are shown; --format csv has them all\n`);
  }
  return count;
}

/** Has the file written beside its place and put there when it is whole, so that nothing half-written is left. */
async function intoPlace<T>(
  { out, format }: QueryOptions,
  write: (partial: string) => Promise<T>,
): Promise<T> {
  if (out === undefined) {
    throw new UsageError(`--format ${format} needs --out <file>`);
  }
  const target = path.resolve(out);
  const partial = `${target}.partial-${process.pid}`;
  const done = removeWhenStopped(partial);
  try {
    await mkdir(path.dirname(target), { recursive: true });
    const written = await write(partial);
    await rename(partial, target);
    return written;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    const code = (error as NodeJS.ErrnoException).code;
    throw code === 'EACCES' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'EEXIST'
      ? new UsageError(`--out ${out} cannot be written (${code}); name a file that you may write`)
      : error;
  } finally {
    done();
  }
}

/** Below it DuckDB has no room left to put things on disk with (measured: 128 fails, 192 works). */
const LEAST_MEGABYTES = 256;

function readMemory({ memory }: QueryOptions): { readonly memoryMegabytes?: number } {
  if (memory === undefined) {
    return {};
  }
  const megabytes = Number(memory);
  if (!Number.isInteger(megabytes) || megabytes < LEAST_MEGABYTES) {
    throw new UsageError(`--memory is "${memory}"; expected whole megabytes, ${LEAST_MEGABYTES} or more`);
  }
  return { memoryMegabytes: megabytes };
}

function describeCount(count: number): string {
  return count === 0 ? 'no rows' : `${count} ${count === 1 ? 'row' : 'rows'}`;
}

function describePlan({ filesRead, filesKnown, bytesRead }: ReadPlan): string {
  return `${filesRead} of ${filesKnown} files (${bytesForPeople(bytesRead)})`;
}

function bytesForPeople(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

function seconds(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}
