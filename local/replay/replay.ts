import type { Detection } from '../../detections/detection';
import { type ReadOptions, readFolder } from '../reading/read-folder';
import type { ReplaySettings } from '../settings/replay-settings';
import { ReplayEngine } from './replay-engine';
import type { ReplayResult } from './replay-result';
import { ALL_TIME, type TimeRange } from './time-range';

export interface ReplayRequest {
  readonly folder: string;
  readonly settings: ReplaySettings;
  /** @default all records count */
  readonly range?: TimeRange;
  /** Fields, in order, of flow logs that have no header line - @default the default format */
  readonly flowLogFormat?: string;
  readonly onProgress?: ReadOptions['onProgress'];
}

/** A replay's result, and the detections it was judged by. */
export interface Replayed {
  readonly result: ReplayResult;
  readonly detections: readonly Detection[];
}

/**
 * Reads a folder of CloudTrail files and flow logs once, and judges every record by the catalogue. The same folder
 * and settings give the same result.
 */
export async function replay(request: ReplayRequest): Promise<Replayed> {
  const { folder, settings, range = ALL_TIME, flowLogFormat, onProgress } = request;
  const engine = new ReplayEngine(settings, range);
  const read = await readFolder(folder, engine, {
    ...(flowLogFormat !== undefined && { flowLogFormat }),
    ...(onProgress !== undefined && { onProgress }),
  });
  const { detections, ...outcome } = engine.finish();
  return { detections, result: { folder, settings, read, ...outcome } };
}
