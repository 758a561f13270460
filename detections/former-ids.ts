import type { Report } from '../analysis/sigma/expression';
import { ownEntry } from '../records/values/own-entry';

/**
 * Detections that had another id in a released version, by that id. Suppressions, mute windows and changes that name the
 * former one keep their effect, and whoever reads the settings is told the present one. No id was renamed since 0.1.0;
 * whoever renames one adds it here, in the same change.
 */
export const FORMER_IDS: Readonly<Record<string, string>> = {};

/** The id that a detection has now. */
export function presentId(id: string): string {
  return ownEntry(FORMER_IDS, id) ?? id;
}

/** Of the ids that settings name, each former one in a sentence. */
export function formerIdNotes(where: string, ids: readonly string[]): readonly string[] {
  return ids
    .filter((id) => presentId(id) !== id)
    .map(
      (id) =>
        `${where} names ${id}, which is called ${presentId(id)} now and is taken for it; write the new id`,
    );
}

/** Tells the former id of a document, and gives the document with the present one. */
export function withPresentId<T extends { readonly change: string }>(document: T, tell: Report): T {
  for (const note of formerIdNotes('change', [document.change])) tell(['change'], note);
  return { ...document, change: presentId(document.change) };
}
