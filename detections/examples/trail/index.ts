import { apiFrontExamples } from './api-front';
import { chainExamples } from './chains';
import { dataExamples } from './data';
import { ecsDataEventExamples } from './ecs-data-events';
import { entranceExamples } from './entrances';
import { firstTimeExamples } from './first-times';
import { identityExamples } from './identities';
import { judgedTaskExamples } from './judged-tasks';
import { ownChainExamples } from './own-chain';
import { recorderExamples } from './recorders';
import { supplyExamples } from './supply';
import type { TrailExampleTable } from './trail-example';
import { watcherExamples } from './watchers';
import { wholeRecordExamples } from './whole-records';

/** Detection id to the records that prove it, for every detection that the trail analyzer alone can see. */
export const TRAIL_EXAMPLES: TrailExampleTable = {
  ...ownChainExamples,
  ...watcherExamples,
  ...identityExamples,
  ...entranceExamples,
  ...supplyExamples,
  ...ecsDataEventExamples,
  ...dataExamples,
  ...wholeRecordExamples,
  ...judgedTaskExamples,
  ...apiFrontExamples,
  ...chainExamples,
  ...recorderExamples,
  ...firstTimeExamples,
};
