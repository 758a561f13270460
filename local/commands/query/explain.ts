import type { Query } from '../../../queries/query';
import { renderQuery } from '../../../queries/render-query';
import type { LocalEngine } from '../../query/local-engine';
import { renderQueryHead } from '../../render/answers/render-queries';
import type { CommandIo } from '../../terminal/command-io';
import { terminalOf } from '../../terminal/terminal';
import { describePlan } from './describe';
import type { QueryOptions } from './query-options';

type Values = Readonly<Record<string, string>>;

const now = () => Math.floor(Date.now() / 1000);

/** The SQL of each engine; with an engine that has the files also what it would read. */
export async function explain(
  query: Query,
  values: Values,
  options: QueryOptions,
  engine: LocalEngine | undefined,
  io: CommandIo,
): Promise<void> {
  const { layOutDuckDb, loadTranspiler, transpileQuery } =
    require('../../query/translate/transpile-query') as typeof import('../../query/translate/transpile-query');
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
