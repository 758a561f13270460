import { apiFrontExamples } from './api-front';
import { chainExamples } from './chains';
import { firstTimeExamples } from './first-times';
import { judgedTaskExamples } from './judged-tasks';
import type { TrailExampleTable } from './trail-example';
import { wholeRecordExamples } from './whole-records';

/** Detection id to the records that prove it, for every detection that the trail analyzer alone can see. */
export const TRAIL_EXAMPLES: TrailExampleTable = {
  ...wholeRecordExamples,
  ...judgedTaskExamples,
  ...apiFrontExamples,
  ...chainExamples,
  ...firstTimeExamples,
};
