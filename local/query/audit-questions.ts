import { queryCatalogue } from '../../queries/catalogue';
import type { Query } from '../../queries/query';
import { type QuestionSettings, questionValues } from '../../queries/question-values';
import { renderQuery } from '../../queries/render-query';
import { messageOf } from '../../records/values/message-of';
import { KeptTranslations } from './kept-translations';
import type { TranspiledQuery } from './translate/transpile-query';

export interface AuditValues {
  /** ISO 8601 times; by default everything in the folder is asked about. */
  readonly since?: string;
  readonly until?: string;
  /** What the owner says about the fleet, which fills the parameters of the questions. */
  readonly settings?: QuestionSettings;
  /** The user's cache folder, for the questions in DuckDB's words - @default they are not kept */
  readonly translationCache?: string;
}

/** A question of an audit, in DuckDB's words, or why it cannot be. */
export interface AuditQuestion {
  readonly query: Query;
  readonly translation: TranspiledQuery | Error;
}

/** The questions of an audit with their values, in the catalogue's order. */
export async function auditQuestions({
  settings = {},
  since = '1970-01-01',
  until = '2100-01-01',
  translationCache,
}: AuditValues): Promise<readonly AuditQuestion[]> {
  const queries = queryCatalogue().filter(({ isForReplay }) => isForReplay);
  const texts = queries.map((query) => {
    try {
      return renderQuery(query, { values: { ...questionValues(query, settings), since, until } });
    } catch (error) {
      return asError(error);
    }
  });
  const translations = await translationsOf(texts, new KeptTranslations(translationCache));
  return queries.map((query, at) => ({
    query,
    translation: translations[at] ?? new Error('not translated'),
  }));
}

/** Only what is sound as a whole is kept: a mistake is told anew each time. */
async function translationsOf(
  texts: readonly (string | Error)[],
  store: KeptTranslations,
): Promise<readonly (TranspiledQuery | Error)[]> {
  const sound = texts.filter(isNoError);
  const kept = sound.length === texts.length ? store.read(sound) : undefined;
  if (kept !== undefined) return kept;
  const made = await translateAll(texts);
  const whole = made.filter(isNoError);
  if (whole.length === texts.length) store.write(sound, whole);
  return made;
}

/** Of this process, which may replay more than once: as `watch` does, and tests. */
const TRANSLATED = new Map<string, TranspiledQuery>();
/** A few times the questions of a replay. */
const MOST_TRANSLATED = 256;

async function translateAll(
  texts: readonly (string | Error)[],
): Promise<readonly (TranspiledQuery | Error)[]> {
  const { loadTranspiler, transpileQuery } =
    require('./translate/transpile-query') as typeof import('./translate/transpile-query');
  await loadTranspiler();
  return texts.map((text) => {
    if (typeof text !== 'string') return text;
    try {
      const known = TRANSLATED.get(text) ?? transpileQuery(text);
      if (TRANSLATED.size >= MOST_TRANSLATED) TRANSLATED.clear();
      TRANSLATED.set(text, known);
      return known;
    } catch (error) {
      return asError(error);
    }
  });
}

/** Tells what was made from what went wrong. */
const isNoError = <T>(value: T | Error): value is T => !(value instanceof Error);
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(messageOf(error)));
