import { auditQuestions } from '../local/query/audit-questions';
import { OF_QUESTIONS, shipTranslations } from '../local/query/kept-translations';
import { withoutTimes } from '../local/query/saved-translation';
import { loadTranspiler, transpileQuery } from '../local/query/translate/transpile-query';
import { mergeSettings } from '../local/settings/replay-settings';
import { queryCatalogue } from '../queries/catalogue';
import { renderQuery } from '../queries/render-query';
import { FLEET_SETTINGS } from '../simulate/simulate';

/** Of a replay to which nobody gives settings, and of `npm start`, whose incident has those of its fleet. */
const SETTINGS = [mergeSettings(), mergeSettings(FLEET_SETTINGS)];

/** Windows like any other, whose times are taken out of the questions again: one of days, and one within a day. */
const WINDOWS = [
  { since: '2026-01-01', until: '2026-01-03T12:34:56Z' },
  { since: '2026-01-01T01:23:45Z', until: '2026-01-01T12:34:56Z' },
];

/** Writes what `shipAuditTranslations` and `shipQuestionTranslations` write. */
export async function shipAllTranslations(bundle: string): Promise<void> {
  await shipAuditTranslations(bundle);
  await shipQuestionTranslations(bundle);
}

/**
 * Writes each saved question, as `query` asks it without settings and parameters, in DuckDB's words beside the bundle in
 * `bundle`.
 *
 * @throws QuerySyntaxError where a question of ours cannot be translated
 */
export async function shipQuestionTranslations(bundle: string): Promise<void> {
  await loadTranspiler();
  const texts = queryCatalogue().flatMap((query) =>
    WINDOWS.flatMap((values) => withoutTimes(renderQuery(query, { values }))?.text ?? []),
  );
  for (const text of new Set(texts)) {
    shipTranslations(bundle, [text], [transpileQuery(text)], OF_QUESTIONS);
  }
}

/**
 * Writes the questions of the first replays in DuckDB's words beside the bundle in `bundle`: translating them takes longer
 * than all else that a replay of a small folder does.
 *
 * @throws Error where a question of ours cannot be translated
 */
export async function shipAuditTranslations(bundle: string): Promise<void> {
  for (const settings of SETTINGS) {
    const translations = (await auditQuestions({ settings })).map(({ translation }) => {
      if (translation instanceof Error) throw translation;
      return translation;
    });
    shipTranslations(
      bundle,
      translations.map(({ athena }) => athena),
      translations,
    );
  }
}
