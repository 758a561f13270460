import type { Detection } from '../../detections/detection';
import type { KnownRecords } from '../query/known-records';
import type { ArchiveLimits } from '../reading/archives/unpack-budget';
import { listFiles } from '../reading/list-files';
import type { LogFiles } from '../reading/log-file';
import type { LogSink } from '../reading/log-sink';
import { type ReadOptions, readPlace } from '../reading/read-folder';
import { TeeSink } from '../reading/tee-sink';
import type { ReplaySettings } from '../settings/replay-settings';
import { applySilences } from './apply-silences';
import { learnBaseline } from './learn-baseline';
import { ReplayEngine } from './replay-engine';
import type { ReplayResult } from './replay-result';
import { withTightHeap } from './tight-heap';
import { ALL_TIME, type TimeRange } from './time-range';

export interface ReplayRequest {
  /** Path of a folder or a file; with `files`, what people call the place. */
  readonly folder: string;
  /** What is read - @default all that lies below the folder */
  readonly files?: LogFiles;
  readonly archiveLimits?: ArchiveLimits;
  readonly settings: ReplaySettings;
  /** Which file gave which of the settings - @default none did */
  readonly ruling?: readonly string[];
  /** What is to be told of them - @default nothing */
  readonly notes?: readonly string[];
  /** A folder of earlier logs, from which first times learn. */
  readonly baseline?: string;
  /** @default all records count */
  readonly range?: TimeRange;
  /** Fields, in order, of flow logs that have no header line - @default the default format */
  readonly flowLogFormat?: string;
  /** Is shown each record that is analyzed, too - @default nobody is */
  readonly watcher?: LogSink;
  readonly onProgress?: ReadOptions['onProgress'];
  /** Threads that unpack files before their turn - @default as many as are of use */
  readonly workers?: ReadOptions['workers'];
  /** Are the short ways taken that change nothing but the time - @default true */
  readonly isQuick?: boolean;
}

/** A replay's result, and the detections it was judged by. */
export interface Replayed {
  readonly result: ReplayResult;
  readonly detections: readonly Detection[];
  /** By which questions that cannot have rows are told. */
  readonly known: KnownRecords;
}

/**
 * Reads a folder of CloudTrail files and flow logs once, and judges every record by the catalogue. The same folder
 * and settings give the same result.
 */
export async function replay(request: ReplayRequest): Promise<Replayed> {
  const {
    folder,
    settings,
    ruling = [],
    notes = [],
    range = ALL_TIME,
    flowLogFormat,
    baseline,
    onProgress,
  } = request;
  const {
    files = await listFiles(folder),
    archiveLimits,
    watcher,
    workers = 'as useful',
    isQuick = true,
  } = request;
  const engine = new ReplayEngine(settings, range);
  const forms = {
    ...(archiveLimits !== undefined && { archiveLimits }),
    ...(flowLogFormat !== undefined && { flowLogFormat }),
    isQuick,
    workers,
  };
  return await withTightHeap(async () => {
    const learned = baseline === undefined ? [] : await learnBaseline(baseline, engine.baseline, forms);
    const read = await readPlace(
      folder,
      files,
      watcher === undefined ? engine : new TeeSink(engine, watcher),
      {
        ...forms,
        ...(onProgress !== undefined && { onProgress }),
      },
    );
    const { detections, ...outcome } = engine.finish();
    const whole = {
      folder,
      settings,
      ruling,
      read,
      ...outcome,
      notes: [...notes, ...learned, ...outcome.notes],
    };
    return { detections, result: applySilences(whole, detections), known: engine.known };
  });
}
