import path from 'node:path';
import { filterQuotaProblems } from '../../analysis/filter-pattern';
import { type CustomFolder, describePlace, readCustomFolder } from '../../deployment/custom-folder';
import { DETECTIONS_FOLDER } from '../../deployment/custom-names';
import { buildCatalogue } from '../../detections/catalogue';
import { examplesOf } from '../../detections/custom/custom-detections';
import type { FilePlace } from '../../detections/custom/read-files';
import { exampleProblems } from '../../detections/custom/run-examples';
import { DEFAULT_SETTINGS, type Detection } from '../../detections/detection';
import { detectionProblems } from '../../detections/detection-problems';
import { placeDetections } from '../../detections/placement';
import { parseQuery } from '../../queries/query';
import { QueryError } from '../../queries/query-error';
import { simulate } from '../../simulate/simulate';
import { withTemporaryFolder } from '../files/with-temporary-folder';
import { replay } from '../replay/replay';
import { wholeCatalogue } from '../settings/find-detections';
import { mergeSettings, type ReplaySettings } from '../settings/replay-settings';
import type { CommandIo } from '../terminal/command-io';
import { escapeControl } from '../terminal/escape-control';
import { UsageError } from '../terminal/usage-error';

/** How `detections test` ends. */
const STATUS = { green: 0, red: 1, unusable: 2 } as const;

/** Everything that is wrong with a folder. */
interface Verdict {
  /** What cannot be read or understood: the folder cannot be used. */
  readonly unusable: readonly FilePlace[];
  /** What can, and should not be. */
  readonly red: readonly FilePlace[];
}

/**
 * Tests a folder of detections: reads all of it, runs the examples, asks for the quotas of a log group and for silence
 * over a quiet day. Gives 0 where all is well, 1 where something is red, 2 where the folder cannot be used.
 *
 * @throws UsageError where there is no such folder
 */
export async function testDetectionsCommand(folder: string | undefined, io: CommandIo): Promise<number> {
  const name = folder ?? DETECTIONS_FOLDER;
  const read = openFolder(name);
  if (read.found.length + read.questions.length + read.problems.length === 0) {
    throw new UsageError(
      `there is nothing to test in ${name}: no .yml, .yaml or .sql file with anything in it`,
    );
  }
  const { unusable, red } = await judgeFolder(read);
  const shown = [...unusable, ...red].map((place) => `${escapeControl(describePlace(name, place))}\n`);
  const notes = read.notes.map((note) => `note: ${escapeControl(describePlace(name, note))}\n`);
  io.stdout.write([...shown, ...notes].join(''));
  io.stdout.write(summaryOf(read, unusable.length, red.length));
  if (unusable.length > 0) return STATUS.unusable;
  return red.length > 0 ? STATUS.red : STATUS.green;
}

function openFolder(folder: string): CustomFolder {
  try {
    return readCustomFolder(folder, wholeCatalogue());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(`the folder ${folder} cannot be read (${code}); name a folder of YAML files`);
  }
}

async function judgeFolder(read: CustomFolder): Promise<Verdict> {
  const unusable = [...read.problems, ...questionProblems(read)];
  if (unusable.length > 0) return { unusable, red: [] };
  const red = read.compiled.flatMap(({ detection, file, line, index }) =>
    wordsAndExamples(read, detection, index).map((message) => ({
      file,
      line,
      message: `${detection.id}: ${message}`,
    })),
  );
  return { unusable, red: [...red, ...quotaProblems(read), ...(await noiseOnQuietDay(read))] };
}

/** Sigma rules have words and examples of their own making; somebody's own detections are held to ours. */
function wordsAndExamples(read: CustomFolder, detection: Detection, index: number): readonly string[] {
  const document = read.found[index];
  if (document === undefined) return [];
  const examples = examplesOf(document);
  const isSigma = document.kind === 'sigma';
  return [
    ...(isSigma ? [] : detectionProblems(detection)),
    ...(examples === undefined ? [] : exampleProblems(detection, examples)),
  ];
}

function questionProblems({ questions }: CustomFolder): readonly FilePlace[] {
  return questions.flatMap(({ name: file, text }) => {
    try {
      parseQuery(path.parse(file).name, 'own', text);
      return [];
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      return [{ file, line: 1, message: error.message }];
    }
  });
}

/** What CloudWatch Logs would refuse of the whole catalogue with these in it. */
function quotaProblems(read: CustomFolder): readonly FilePlace[] {
  const catalogue = buildCatalogue({ ...DEFAULT_SETTINGS, homeRegions: ['eu-west-1'], custom: read });
  const { alarmed } = placeDetections(catalogue);
  const metricFilters = alarmed.flatMap(({ id, detector }) =>
    detector.kind === 'filter' ? [{ id, pattern: detector.pattern }] : [],
  );
  const [first] = read.compiled;
  const file = first?.file ?? '';
  return filterQuotaProblems({ metricFilters }).map((message) => ({ file, line: 1, message }));
}

const QUIET_DAY = { scenario: 'quiet-day', seed: 1 } as const;

/** What fires on a day on which nothing happens would wake people every day. */
async function noiseOnQuietDay(read: CustomFolder): Promise<readonly FilePlace[]> {
  if (read.compiled.length === 0) return [];
  return await withTemporaryFolder(async (parent) => {
    const folder = path.join(parent, QUIET_DAY.scenario);
    await simulate(QUIET_DAY.scenario, QUIET_DAY.seed, folder);
    const settings: ReplaySettings = mergeSettings({
      homeRegions: ['eu-west-1'],
      custom: { detections: read.detections, changes: read.changes },
    });
    const { result } = await replay({ folder, settings });
    return read.compiled.flatMap(({ detection: { id }, file, line }) => {
      const times =
        result.findings.filter(({ detection }) => detection === id).length +
        result.alarms.filter(({ detection, state }) => detection === id && state === 'ALARM').length;
      if (times === 0) return [];
      const message = `${id}: speaks ${times === 1 ? 'once' : `${times} times`} on a quiet day; ask for less, or for another`;
      return [{ file, line, message }];
    });
  });
}

function summaryOf(read: CustomFolder, unusable: number, red: number): string {
  const { detections, changes, questions } = read;
  const counts = `${detections.length} detections, ${changes.length} changes of ours, ${questions.length} questions`;
  if (unusable > 0) return `${counts}; ${unusable} mistakes: the folder cannot be used\n`;
  return red > 0 ? `${counts}; ${red} problems\n` : `${counts}; all is well\n`;
}
