import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { type CustomFolder, describePlace, readCustomFolder } from '../../deployment/custom-folder';
import { buildCatalogue } from '../../detections/catalogue';
import { DEFAULT_SETTINGS } from '../../detections/detection';
import { useOwnQuestions } from '../../queries/catalogue';
import { QueryError } from '../../queries/query-error';
import { ConfigError } from './config-error';

const read = new Map<string, CustomFolder>();

/**
 * The folder that the setting `detections` names; undefined where none is named. Its questions are saved ones from here
 * on. Read once a process: all stacks of an app have the same.
 *
 * @throws ConfigError with every mistake of the folder, by file and line
 */
export function customOf(settings: { readonly detections?: string | undefined }): CustomFolder | undefined {
  const { detections: folder } = settings;
  if (folder === undefined) return undefined;
  const known = read.get(folder);
  if (known !== undefined) return known;
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new ConfigError(
      `the setting detections is ${JSON.stringify(folder)}; allowed is a folder of YAML files, and there is none`,
    );
  }
  // A region stands for the fleet's own, so that detections that need one can be changed.
  const found = readCustomFolder(folder, buildCatalogue({ ...DEFAULT_SETTINGS, homeRegions: ['us-east-1'] }));
  if (found.problems.length > 0) {
    throw new ConfigError(
      [
        `the setting detections names ${folder}, which cannot be used:`,
        ...found.problems.map((problem) => describePlace(folder, problem)),
      ].join('\n'),
    );
  }
  try {
    useOwnQuestions(
      found.questions.map(({ name, text }) => ({
        id: path.parse(name).name,
        text,
        file: path.join(folder, name),
      })),
    );
  } catch (error) {
    if (error instanceof QueryError) throw new ConfigError(error.message);
    throw error;
  }
  read.set(folder, found);
  return found;
}
