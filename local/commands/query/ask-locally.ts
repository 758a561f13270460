import { stat } from 'node:fs/promises';
import { cacheFolder } from '../../../bin/launcher/cache-folder.cjs';
import { flowThresholds } from '../../../detections/custom/apply-changes';
import { queryCatalogue } from '../../../queries/catalogue';
import { parseMoment, pinMoment } from '../../../queries/moment';
import type { Query } from '../../../queries/query';
import { questionValues } from '../../../queries/question-values';
import { renderQuery } from '../../../queries/render-query';
import { FlowLogFormatError, UnsupportedFlowLogError } from '../../../records/flow-logs/flow-log-errors';
import type { LocalEngine } from '../../query/local-engine';
import type { SkippedFile } from '../../query/log-folder';
import { spanOf } from '../../query/span-of';
import { openPlace } from '../../reading/places/open-place';
import { findSettings } from '../../settings/find-settings';
import type { CommandIo } from '../../terminal/command-io';
import { escapeControl } from '../../terminal/escape-control';
import { UsageError } from '../../terminal/usage-error';
import { archiveLimitsOf, wantedKeysOf } from '../options/place-options';
import { EXIT } from '../output/exit-status';
import { describeCount, describePlan, secondsSince } from './describe';
import { explain } from './explain';
import { intoPlace, type Output, writeAnswer } from './output';
import type { QueryOptions } from './query-options';
import { checkWindow, describeSpans } from './window';

type Values = Readonly<Record<string, string>>;

/** Before and after all that a log can hold: the window of a folder whose keys tell no time. */
const ALL_TIME = { since: '1970-01-01', until: '2100-01-01' };

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

const now = () => Math.floor(Date.now() / 1000);

/** Where what is found out about a folder is kept; undefined where nothing is to be. */
export function indexCache({ isCached }: QueryOptions): string | undefined {
  return isCached ? cacheFolder() : undefined;
}

/**
 * Opens a folder for questions.
 *
 * @throws UsageError where there is none, or nothing in it that can be asked
 */
export async function openFolder(
  folder: string,
  options: QueryOptions,
  cache: string | undefined,
): Promise<LocalEngine> {
  if (!(await stat(folder).catch(() => undefined))) {
    throw new UsageError(`no folder ${folder}; give one with CloudTrail files, flow logs or container logs`);
  }
  const { LocalEngine: Engine } =
    require('../../query/local-engine') as typeof import('../../query/local-engine');
  const engine = await openEngine(Engine, folder, options, cache);
  if (engine.folder.files.length === 0 && engine.folder.unreadable.length === 0) {
    await engine.close();
    const reasons = engine.folder.skipped.slice(0, 3).map(({ path: file, reason }) => `${file}: ${reason}`);
    throw new UsageError(
      `no known log file in ${folder}${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}; expected CloudTrail files, flow logs or container logs`,
    );
  }
  return engine;
}

async function openEngine(
  engine: typeof LocalEngine,
  folder: string,
  options: QueryOptions,
  cache: string | undefined,
): Promise<LocalEngine> {
  const { flowLogFormat } = options;
  try {
    return await engine.open(folder, {
      ...readMemory(options),
      archiveLimits: archiveLimitsOf(options),
      ...(cache !== undefined && { cache }),
      ...(flowLogFormat !== undefined && { flowLogFormat }),
    });
  } catch (error) {
    if (error instanceof FlowLogFormatError || error instanceof UnsupportedFlowLogError) {
      throw new UsageError(`--flow-log-format: ${error.message}`);
    }
    throw error;
  }
}

/** What a question is asked with: the folder's own span, what the settings say, and what somebody typed. */
export async function valuesFor(
  query: Query,
  engine: LocalEngine,
  folder: string,
  given: Values,
  settingsFile: string | undefined,
): Promise<Values> {
  const { given: found } = await findSettings(folder, settingsFile);
  const thresholds = flowThresholds(found.custom?.changes ?? []);
  const settings = questionValues(query, { ...found, thresholds });
  return { ...(spanOf(engine.folder) ?? ALL_TIME), ...settings, ...given };
}

/** Asks one question of an open folder and writes its answer; gives the exit status. */
export async function askEngine(
  engine: LocalEngine,
  query: Query,
  values: Values,
  output: Output,
  io: CommandIo,
): Promise<number> {
  checkWindow(values, now());
  const sql = renderQuery(query, { values, now: now() });
  const began = performance.now();
  if (output.format === 'parquet') {
    const { count, plan, unreadable, notes } = await withProgress(engine, io, () =>
      intoPlace(output, (partial) => engine.exportParquet(sql, partial)),
    );
    const status = tellUnreadable(unreadable, io);
    tellNotes(notes, io);
    io.stderr.write(`${describeCount(count)}, ${describePlan(plan)}, ${secondsSince(began)}\n`);
    return status;
  }
  const isSaved = queryCatalogue().includes(query);
  const answer = await withProgress(engine, io, () => (isSaved ? engine.runSaved(sql) : engine.run(sql)));
  const count = await writeAnswer(answer, output, io);
  const status = tellUnreadable(answer.unreadable, io);
  tellNotes(answer.notes, io);
  const isWindowed = /:(?:since|until)_/.test(query.sql);
  const window = count > 0 || !isWindowed ? '' : ` between ${values['since']} and ${values['until']}`;
  io.stderr.write(`${describeCount(count)}${window}, ${describePlan(answer.plan)}, ${secondsSince(began)}\n`);
  if (count === 0 && isWindowed) {
    io.stderr.write(`${await describeSpans(engine)}\n`);
  }
  return status;
}

/** Asks one question of a folder, a file, a bucket or standard input; gives the exit status. */
export async function askLocally(
  query: Query,
  given: Values,
  where: string,
  options: QueryOptions,
  output: Output,
  io: CommandIo,
): Promise<number> {
  const place = await openPlace(where, { wanted: wantedKeysOf(options, windowOf(given)) });
  try {
    const { path: folder, missing } = await place.local();
    // What was fetched for this question alone will not be met again.
    const cache = folder === where ? indexCache(options) : undefined;
    const status = await askFolder(query, given, folder, options, output, io, cache);
    const lost = tellUnreadable(missing, io);
    return status === EXIT.quiet ? lost : status;
  } finally {
    await place.close();
  }
}

/** The window as far as it is given, epoch seconds. */
export function windowOf({ since, until }: Values): { readonly since?: number; readonly until?: number } {
  const second = (text: string, name: string) => {
    const moment = pinMoment(
      parseMoment(text, name, () => undefined),
      now(),
    );
    return 'epochSeconds' in moment ? moment.epochSeconds : now();
  };
  return {
    ...(since !== undefined && { since: second(since, 'since') }),
    ...(until !== undefined && { until: second(until, 'until') }),
  };
}

async function askFolder(
  query: Query,
  given: Values,
  folder: string,
  options: QueryOptions,
  output: Output,
  io: CommandIo,
  cache: string | undefined,
): Promise<number> {
  const engine = await openFolder(folder, options, cache);
  try {
    if (engine.folder.files.length === 0) return tellUnreadable(engine.folder.unreadable, io);
    const values = await valuesFor(query, engine, folder, given, options.settings);
    if (options.explain === true) {
      await explain(query, values, options, engine, io);
      return EXIT.quiet;
    }
    return await askEngine(engine, query, values, output, io);
  } finally {
    await engine.close();
  }
}

function tellNotes(notes: readonly string[], io: CommandIo): void {
  for (const note of notes) io.stderr.write(`${escapeControl(note)}\n`);
}

/** Names the files that the answer leaves out, in whole or in part; gives the exit status. */
export function tellUnreadable(files: readonly SkippedFile[], io: CommandIo): number {
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
