import { queryCatalogue } from '../../queries/catalogue';
import type { Query } from '../../queries/query';
import { type CellValue, collectRows, type ResultColumn } from '../../queries/query-result';
import { type QuestionSettings, questionValues } from '../../queries/question-values';
import { renderQuery } from '../../queries/render-query';
import { messageOf } from '../../records/message-of';
import { LocalEngine, type LocalEngineOptions } from './local-engine';

/** The answer to one saved question; there is at least one row. */
export interface AuditAnswer {
  readonly query: Query;
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly CellValue[])[];
}

export interface AuditOptions extends LocalEngineOptions {
  /** ISO 8601 times; by default everything in the folder is asked about. */
  readonly since?: string;
  readonly until?: string;
  /** What the owner says about the fleet, which fills the parameters of the questions. */
  readonly settings?: QuestionSettings;
  /** Told after each question: how many of how many are answered. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** A question that could not be answered, and why. */
export interface FailedQuestion {
  readonly id: string;
  readonly reason: string;
}

/** What a folder was asked. */
export interface FolderAudit {
  readonly answers: readonly AuditAnswer[];
  readonly failed: readonly FailedQuestion[];
}

/**
 * Asks a folder the saved questions whose rows are always news, and gives the answers that have rows, in the
 * catalogue's order. The files are read once for all questions; one that fails leaves the others as they are.
 */
export async function auditFolder(folder: string, options: AuditOptions = {}): Promise<FolderAudit> {
  const engine = await LocalEngine.open(folder, options);
  try {
    await engine.load();
    const window = { since: options.since ?? '1970-01-01', until: options.until ?? '2100-01-01' };
    const queries = queryCatalogue().filter(({ isForReplay }) => isForReplay);
    const answers: AuditAnswer[] = [];
    const failed: FailedQuestion[] = [];
    for (const [done, query] of queries.entries()) {
      try {
        const values = { ...questionValues(query, options.settings ?? {}), ...window };
        const result = await engine.run(renderQuery(query, { values }));
        const rows = await collectRows(result);
        if (rows.length > 0) {
          answers.push({ query, columns: result.columns, rows });
        }
      } catch (error) {
        failed.push({ id: query.id, reason: messageOf(error) });
      }
      options.onProgress?.(done + 1, queries.length);
    }
    return { answers, failed };
  } finally {
    await engine.close();
  }
}
