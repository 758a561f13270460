import { auditQuestions } from '../local/query/audit-questions';
import { shipTranslations } from '../local/query/kept-translations';

/**
 * Writes the questions of a replay without settings in DuckDB's words beside the bundle in `bundle`: translating them
 * takes longer than all else that a replay of a small folder does.
 *
 * @throws Error where a question of ours cannot be translated
 */
export async function shipAuditTranslations(bundle: string): Promise<void> {
  const translations = (await auditQuestions({})).map(({ translation }) => {
    if (translation instanceof Error) throw translation;
    return translation;
  });
  shipTranslations(
    bundle,
    translations.map(({ athena }) => athena),
    translations,
  );
}
