import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  type CustomFolder,
  describePlace,
  isCustomFolder,
  readCustomFolder,
} from '../../deployment/custom-folder';
import { DETECTIONS_FOLDER } from '../../deployment/custom-names';
import { buildCatalogue } from '../../detections/catalogue';
import { type CustomDetections, DEFAULT_SETTINGS, type Detection } from '../../detections/detection';
import { type OwnQuestion, useOwnQuestions } from '../../queries/catalogue';
import { QueryError } from '../../queries/query-error';
import { UsageError } from '../terminal/usage-error';

/** A region stands for the fleet's own, so that detections that need one can be changed. */
const SHOWN_SETTINGS = { ...DEFAULT_SETTINGS, homeRegions: ['eu-west-1'] };

/** Ours, with those that need a home region. */
export function wholeCatalogue(): readonly Detection[] {
  return buildCatalogue(SHOWN_SETTINGS);
}

export interface FoundDetections {
  readonly custom: CustomDetections | undefined;
  /** Which folder adds and changes what. */
  readonly ruling: readonly string[];
  readonly notes: readonly string[];
}

const MOST_SHOWN = 5;

/**
 * Finds detections of somebody's own. The folder that is named rules, else the one beside the settings file. One among
 * the logs is not the user's: it may add detections, and what else it asks for is told and not done.
 *
 * @param place what is read
 * @param named with `--detections`
 * @param beside the settings file that rules, if one does
 * @throws UsageError with every mistake in the user's own folder
 */
export function findDetections(
  place: string,
  named: string | undefined,
  beside: string | undefined,
): FoundDetections {
  const catalogue = wholeCatalogue();
  const own = named ?? ownFolder(beside);
  const mine = own === undefined ? undefined : readOwnFolder(own, catalogue);
  const among = path.join(place, DETECTIONS_FOLDER);
  const isMine = own !== undefined && path.resolve(own) === path.resolve(among);
  const theirs =
    isMine || !isCustomFolder(among)
      ? undefined
      : readCustomFolder(among, [...catalogue, ...(mine?.detections ?? [])]);
  const detections = [...(mine?.detections ?? []), ...(theirs?.detections ?? [])];
  const changes = mine?.changes ?? [];
  const fires = new Map([...(mine?.fires ?? []), ...(theirs?.fires ?? [])]);
  return {
    custom: detections.length + changes.length === 0 ? undefined : { detections, changes, fires },
    ruling: [
      ...(mine === undefined ? [] : [ruleOf(mine)]),
      ...(theirs === undefined || theirs.detections.length === 0 ? [] : [`${among}: ${countOf(theirs)}`]),
    ],
    notes: [
      ...(mine === undefined ? [] : notesOf(mine)),
      ...(theirs === undefined ? [] : strangerNotes(theirs)),
    ],
  };
}

/** The folder beside the settings file. */
function ownFolder(beside: string | undefined): string | undefined {
  if (beside === undefined) return undefined;
  const folder = path.join(path.dirname(beside), DETECTIONS_FOLDER);
  return isCustomFolder(folder) ? folder : undefined;
}

/**
 * Reads the user's own folder, and takes its questions among the saved ones.
 *
 * @throws UsageError with every mistake, a line each
 */
export function readOwnFolder(
  folder: string,
  catalogue: readonly Detection[] = wholeCatalogue(),
): CustomFolder {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new UsageError(`there is no folder ${folder}; --detections names a folder of YAML files`);
  }
  const read = readCustomFolder(folder, catalogue);
  if (read.problems.length > 0) {
    const lines = read.problems.map((problem) => `  ${describePlace(folder, problem)}`);
    throw new UsageError([`the detections in ${folder} cannot be used:`, ...lines].join('\n'));
  }
  useQuestions(read);
  return read;
}

function useQuestions({ questions, folder }: CustomFolder): void {
  const own = questions.map(
    ({ name, text }): OwnQuestion => ({ id: path.parse(name).name, text, file: path.join(folder, name) }),
  );
  try {
    useOwnQuestions(own);
  } catch (error) {
    if (error instanceof QueryError) throw new UsageError(error.message);
    throw error;
  }
}

function ruleOf(read: CustomFolder): string {
  const parts = [countOf(read), ...read.changes.map(describeChange)];
  const shown = parts.slice(0, MOST_SHOWN + 1);
  const left = parts.length - shown.length;
  return `${read.folder}: ${shown.join(', ')}${left === 0 ? '' : ` and ${left} more changes`}`;
}

function countOf({ detections }: CustomFolder): string {
  return detections.length === 1 ? '1 detection' : `${detections.length} detections`;
}

function describeChange({
  change,
  off,
  severity,
  thresholds = {},
}: CustomDetections['changes'][number]): string {
  if (off === true) return `${change} off`;
  const numbers = Object.entries(thresholds).map(([name, value]) => `${name} ${value}`);
  return `${change} ${[...(severity === undefined ? [] : [severity]), ...numbers].join(', ')}`;
}

function notesOf(read: CustomFolder): readonly string[] {
  return read.notes.map((note) => describePlace(read.folder, note));
}

function strangerNotes(read: CustomFolder): readonly string[] {
  const asked = read.changes.map(describeChange).join('; ');
  return [
    ...(read.detections.length === 0
      ? []
      : [
          `${read.folder} lies among the logs, which come from others: ${countOf(read)} of it are looked at, too`,
        ]),
    ...(read.changes.length === 0
      ? []
      : [
          `${read.folder} lies among the logs, which come from others: it asks for ${asked.slice(0, 400)}; that was not followed, --detections ${read.folder} does it`,
        ]),
    ...read.problems
      .slice(0, MOST_SHOWN)
      .map((problem) => `left out: ${describePlace(read.folder, problem)}`),
    ...(read.problems.length > MOST_SHOWN
      ? [`${read.problems.length - MOST_SHOWN} more mistakes in ${read.folder}`]
      : []),
  ];
}
