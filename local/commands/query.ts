import { existsSync } from 'node:fs';
import path from 'node:path';
import { DETECTIONS_FOLDER } from '../../deployment/custom-names';
import { AthenaCancelledError, AthenaError } from '../../queries/athena-error';
import { QueryError } from '../../queries/query-error';
import { LocalQueryError, QuerySyntaxError } from '../query/query-errors';
import { STANDARD_INPUT } from '../reading/places/open-place';
import { queryListJson, renderQueryList } from '../render/answers/render-queries';
import { renderTables } from '../render/answers/render-tables';
import { SETTINGS_FILE } from '../settings/find-settings';
import type { CommandIo } from '../terminal/command-io';
import { escapeControl } from '../terminal/escape-control';
import { terminalOf } from '../terminal/terminal';
import { UsageError } from '../terminal/usage-error';
import { EXIT } from './output/exit-status';
import { askAthena } from './query/ask-athena';
import { askLocally } from './query/ask-locally';
import { explain } from './query/explain';
import { readOutput } from './query/output';
import type { QueryOptions } from './query/query-options';
import { checkParameters, readQuestion } from './query/read-question';

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
  useQuestionsBeside(options);
  if (options.list !== undefined) {
    const word = options.list === true ? question : options.list;
    io.stdout.write(options.format === 'json' ? queryListJson(word) : renderQueryList(terminal, word));
    return EXIT.quiet;
  }
  if (options.tables !== undefined) {
    io.stdout.write(renderTables(options.tables === true ? question : options.tables, terminal));
    return EXIT.quiet;
  }
  const [where, leftover] = readPlace(options.on);
  const asked = question ?? leftover;
  try {
    if (asked === undefined) {
      if (where?.engine === 'local' && process.stdin.isTTY === true && io.stdout.isTTY === true) {
        const { openShell } = require('./query/open-shell') as typeof import('./query/open-shell');
        return await openShell(where.folder, readValues(options), options, io);
      }
      throw new UsageError('no question given; `npx harborwatch query --list` names the saved ones');
    }
    if (asked === '-' && where?.engine === 'local' && where.folder === STANDARD_INPUT) {
      throw new UsageError('standard input cannot be both the question and the logs; give one as a file');
    }
    const query = await readQuestion(asked);
    const values = readValues(options);
    checkParameters(query, values);
    const output = readOutput(options);
    if (where === undefined) {
      if (options.explain !== true) {
        throw new UsageError('say where to ask: --on local <folder>, or --on athena');
      }
      await explain(query, values, options, undefined, io);
    } else if (where.engine === 'local') {
      return await askLocally(query, values, where.folder, options, output, io);
    } else {
      await askAthena(query, values, options, output, io);
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

/** Takes the questions of the user's own folder among the saved ones; what reads YAML is loaded where there is one. */
function useQuestionsBeside({ detections, settings = SETTINGS_FILE }: QueryOptions): void {
  const beside = path.join(path.dirname(settings), DETECTIONS_FOLDER);
  const folder = detections ?? (existsSync(settings) && existsSync(beside) ? beside : undefined);
  if (folder === undefined) return;
  const { readOwnFolder } =
    require('../settings/find-detections') as typeof import('../settings/find-detections');
  readOwnFolder(folder);
}
