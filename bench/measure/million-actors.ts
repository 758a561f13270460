import { setFlagsFromString } from 'node:v8';
import { TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../detections/catalogue';
import { placeDetections } from '../../detections/placement';
import { TIGHT_HEAP } from '../../local/replay/tight-heap';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { actorLine } from '../data/actor-line';
import { answerParent } from './answer-parent';
import { peakBytes } from './peak-bytes';

export interface MillionActorsInput {
  readonly actors: number;
}

export interface MillionActorsOutput {
  readonly findings: number;
  /** Sentences on what was left out, to keep memory bounded. */
  readonly overflow: readonly string[];
  /** The most that was resident, bytes, and the same before the first record. */
  readonly peak: number;
  readonly before: number;
  readonly heap: number;
}

const { trailRules } = placeDetections(buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] }));

answerParent<MillionActorsInput, MillionActorsOutput>(({ actors }) => {
  const before = peakBytes();
  TIGHT_HEAP.forEach(setFlagsFromString);
  const analyzer = new TrailAnalyzer(trailRules);
  for (let index = 0; index < actors; index += 1) {
    const text = actorLine(index);
    const record = JSON.parse(text) as CloudTrailRecord;
    analyzer.add(record, Date.parse(record.eventTime) / 1_000, () => text);
  }
  const { findings, overflow } = analyzer.finish();
  const heap = process.memoryUsage().heapUsed;
  return { findings: findings.length, overflow, peak: peakBytes(), before, heap };
});
