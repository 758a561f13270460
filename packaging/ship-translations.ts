import { auditQuestions } from '../local/query/audit-questions';
import { shipTranslations } from '../local/query/kept-translations';
import { mergeSettings } from '../local/settings/replay-settings';
import { FLEET_SETTINGS } from '../simulate/simulate';

/** Of a replay to which nobody gives settings, and of `npm start`, whose incident has those of its fleet. */
const SETTINGS = [mergeSettings(), mergeSettings(FLEET_SETTINGS)];

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
