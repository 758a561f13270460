import { queryCatalogue } from '../../queries/catalogue';
import type { Query } from '../../queries/query';
import { type CellValue, collectRows, type ResultColumn } from '../../queries/query-result';
import { renderQuery } from '../../queries/render-query';
import type { DuckDbOptions } from './duckdb/open-duckdb';
import { LocalEngine } from './local-engine';

/** The answer to one saved question; there is at least one row. */
export interface AuditAnswer {
  readonly query: Query;
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly CellValue[])[];
}

export interface AuditOptions extends DuckDbOptions {
  /** ISO 8601 times; by default everything in the folder is asked about. */
  readonly since?: string;
  readonly until?: string;
  /** Told after each question: how many of how many are answered. */
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Asks a folder the saved questions whose rows are always news, and gives the answers that have rows, in the
 * catalogue's order. The files are read once for all questions.
 */
export async function auditFolder(
  folder: string,
  options: AuditOptions = {},
): Promise<readonly AuditAnswer[]> {
  const engine = await LocalEngine.open(folder, options);
  try {
    await engine.load();
    const values = { since: options.since ?? '1970-01-01', until: options.until ?? '2100-01-01' };
    const queries = queryCatalogue().filter(({ isForReplay }) => isForReplay);
    const answers: AuditAnswer[] = [];
    for (const [done, query] of queries.entries()) {
      const result = await engine.run(renderQuery(query, { values }));
      const rows = await collectRows(result);
      if (rows.length > 0) {
        answers.push({ query, columns: result.columns, rows });
      }
      options.onProgress?.(done + 1, queries.length);
    }
    return answers;
  } finally {
    await engine.close();
  }
}
