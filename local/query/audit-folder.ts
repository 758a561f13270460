import type { Query } from '../../queries/query';
import { type CellValue, collectRows, type ResultColumn } from '../../queries/query-result';
import { messageOf } from '../../records/values/message-of';
import { type AuditValues, auditQuestions } from './audit-questions';
import type { KnownRecords } from './known-records';
import { LocalEngine, type LocalEngineOptions } from './local-engine';

/** The answer to one saved question; there is at least one row. */
export interface AuditAnswer {
  readonly query: Query;
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly CellValue[])[];
}

export interface AuditOptions extends LocalEngineOptions, AuditValues {
  /** What is known of the folder's records; questions that cannot have rows are not asked - @default all are asked */
  readonly known?: KnownRecords;
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
  /** What is to be said of records that the answers leave out though they were read. */
  readonly notes: readonly string[];
}

/**
 * Asks a folder the saved questions whose rows are always news, and gives the answers that have rows, in the
 * catalogue's order. The files are read once for all questions; one that fails leaves the others as they are.
 */
export async function auditFolder(folder: string, options: AuditOptions = {}): Promise<FolderAudit> {
  const questions = await auditQuestions(options);
  const { known } = options;
  const asked = questions.filter(
    ({ translation }) =>
      known === undefined || translation instanceof Error || known.mayHold(translation.needed),
  );
  let done = questions.length - asked.length;
  options.onProgress?.(done, questions.length);
  if (asked.length === 0) return { answers: [], failed: [], notes: [] };

  const engine = await LocalEngine.open(folder, options);
  try {
    await engine.load(
      asked.flatMap(({ translation }) => (translation instanceof Error ? [] : [translation])),
    );
    const answers: AuditAnswer[] = [];
    const failed: FailedQuestion[] = [];
    const notes = new Set<string>();
    for (const { query, translation } of asked) {
      try {
        if (translation instanceof Error) throw translation;
        const result = await engine.answer(translation);
        const rows = await collectRows(result);
        for (const note of result.leftOut) notes.add(note);
        if (rows.length > 0) {
          answers.push({ query, columns: result.columns, rows });
        }
      } catch (error) {
        failed.push({ id: query.id, reason: messageOf(error) });
      }
      done += 1;
      options.onProgress?.(done, questions.length);
    }
    return { answers, failed, notes: [...notes] };
  } finally {
    await engine.close();
  }
}
