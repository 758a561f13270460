import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildCatalogue, FAMILIES } from '../detections/catalogue';
import { DEFAULT_SETTINGS, type Detection } from '../detections/detection';
import { detectionProblems, TO_BE_WRITTEN } from '../detections/detection-problems';
import { nearNames } from '../detections/near-names';
import { QUERY_GROUPS, queryCatalogue } from '../queries/catalogue';
import { appendEntry } from './append-entry';
import { questionText } from './new-question';
import { ScaffoldError } from './scaffold-error';

const SKELETON: Omit<Detection, 'id'> = {
  title: TO_BE_WRITTEN,
  severity: 'medium',
  attack: [],
  set: 'tuned',
  detector: { kind: 'filter', pattern: '' },
  runbook: {
    meaning: TO_BE_WRITTEN,
    impact: TO_BE_WRITTEN,
    diagnosis: [TO_BE_WRITTEN, TO_BE_WRITTEN],
    response: [TO_BE_WRITTEN],
  },
};

/**
 * Writes a detection's record into its family, its examples, and the question that investigates it; what is left to
 * be written is marked in them.
 *
 * @param root of the checkout
 * @returns the files that were written, from the root, and all that is left to do
 * @throws ScaffoldError for an id that is taken or malformed, or a family that is not there
 */
export function newDetection(
  root: string,
  id: string,
  family: string | undefined,
): { readonly files: readonly string[]; readonly left: readonly string[] } {
  const problem = detectionProblems({ ...SKELETON, id }).find((text) => text.startsWith('id: '));
  if (problem !== undefined) throw new ScaffoldError(problem);
  if (buildCatalogue().some((known) => known.id === id)) {
    throw new ScaffoldError(
      `there is a detection named ${id}; \`npx harborwatch detections ${id}\` shows it`,
    );
  }
  const families = familiesWithFilters();
  if (family === undefined || !families.includes(family)) {
    const near = nearNames(family ?? '', families)[0];
    throw new ScaffoldError(
      `name the family: npm run new detection ${id} ${near ?? '<family>'}; there are ${families.join(', ')}`,
    );
  }
  const record = `detections/families/${family}.ts`;
  const examples = `detections/examples/${family}.ts`;
  const question = `queries/${groupOf(family)}/${id}.sql`;
  append(root, record, '];', recordText(id));
  append(root, examples, '};', examplesText(id));
  writeFileSync(path.join(root, question), questionText(id, [id]));
  return {
    files: [record, examples, question],
    left: [
      ...detectionProblems({ ...SKELETON, id }).map((text) => `${record}: ${text}`),
      `${record}: the pattern (the functions of detections/writing/pattern-text.ts put arms together)`,
      `${examples}: at least one event that fires it, and one near miss`,
      `${question}: the question, when to ask it, its columns and conditions`,
      'then: npm run format && npm run docs && npm run check',
    ],
  };
}

/** Families whose detections are filters, and have examples. */
function familiesWithFilters(): readonly string[] {
  const isWritten = (family: string) =>
    existsSync(path.join(__dirname, `../detections/examples/${family}.ts`)) && family !== 'cis';
  return Object.keys(FAMILIES).filter(isWritten);
}

/** The group in which most questions serve the family's detections. */
function groupOf(family: string): string {
  const ids = new Set((FAMILIES[family]?.(DEFAULT_SETTINGS) ?? []).map(({ id }) => id));
  const serving = queryCatalogue().filter(({ serves }) => serves.some((id) => ids.has(id)));
  const countOf = (group: string) => serving.filter((query) => query.group === group).length;
  return QUERY_GROUPS.reduce((most, group) => (countOf(group) > countOf(most) ? group : most));
}

function append(root: string, file: string, closing: '];' | '};', entry: string): void {
  const place = path.join(root, file);
  writeFileSync(place, appendEntry(readFileSync(place, 'utf8'), closing, entry, file));
}

function recordText(id: string): string {
  return `  {
    id: '${id}',
    title: '${TO_BE_WRITTEN}',
    severity: 'medium',
    attack: [],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: '{ ($.eventSource = "<service>.amazonaws.com") && ($.eventName = "<Call>") && ($.errorCode NOT EXISTS) }',
    },
    alarm: onFirst,
    runbook: {
      meaning: '${TO_BE_WRITTEN}',
      impact: '${TO_BE_WRITTEN}',
      diagnosis: ['${TO_BE_WRITTEN}', '${TO_BE_WRITTEN}'],
      response: ['${TO_BE_WRITTEN}'],
    },
  },
`;
}

function examplesText(id: string): string {
  return `  '${id}': {
    // exampleEvent('<service>', '<Call>', { <requestParameters> }) makes a record of a call by a person.
    fires: [],
    // What is nearly that: refused, by a role that deploys, with the harmless value.
    staysSilent: [],
  },
`;
}
