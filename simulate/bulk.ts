import { apiLines } from './bulk/api-lines';
import { flowLines } from './bulk/flow-lines';
import { openLogFile } from './bulk/open-log-file';
import { DAY, MINUTE, startOfDay } from './clock';
import { ANALYZER_FORMAT } from './delivery/flow-log-formats';
import { flowLogKey, trailKey } from './delivery/keys';
import { createFleet, REGION } from './fleet';
import { createRandom } from './random';

export interface BulkPlan {
  readonly flowRecords: number;
  readonly apiRecords: number;
  /** Share of flow records that are SSH, 0 to 1: what an analyzer keeps instead of skipping. */
  readonly sshShare: number;
  readonly seed: number;
  /** Days over which the records are spread evenly, from `baseDay` on. */
  readonly days: number;
  /** @default '2026-11-02' */
  readonly baseDay?: string;
  /** Write flow logs as `.log.gz` (true) or as plain `.log` - @default true */
  readonly compress?: boolean;
}

export interface BulkSummary {
  readonly files: number;
  readonly flowRecords: number;
  readonly apiRecords: number;
  /** Uncompressed, which is what a reader has to get through. */
  readonly bytes: number;
  readonly bytesOnDisk: number;
}

/** A plan that no logs can be made from. */
export class BulkPlanError extends Error {
  override readonly name = 'BulkPlanError';
}

const SLOT_SECONDS = 5 * MINUTE;

/**
 * Writes any amount of plausible logs quickly, in the layout and the formats of `simulate`, for measurements.
 * Files are streamed: memory does not grow with the plan. Nothing in it is meant to be found.
 *
 * @throws BulkPlanError before anything is written
 */
export async function generateBulk(plan: BulkPlan, outFolder: string): Promise<BulkSummary> {
  checkPlan(plan);
  const random = createRandom(plan.seed).fork('bulk');
  const from = startOfDay(plan.baseDay ?? '2026-11-02');
  const fleet = createFleet(random.fork('fleet'), from);
  const slots = Math.ceil((plan.days * DAY) / SLOT_SECONDS);
  const flow = flowLines(random.fork('flows'), fleet, plan.sshShare);
  const api = apiLines(random.fork('api'));
  const isCompressed = plan.compress ?? true;
  const summary = { files: 0, flowRecords: 0, apiRecords: 0, bytes: 0, bytesOnDisk: 0 };

  for (let slot = 0; slot < slots; slot++) {
    const at = from + slot * SLOT_SECONDS;
    const flowCount = share(plan.flowRecords, slot, slots);
    if (flowCount > 0) {
      const key = flowLogKey(random, fleet.flowLogIds.text, at, isCompressed ? 'log.gz' : 'log');
      const file = await openLogFile(outFolder, key);
      await file.write(`${ANALYZER_FORMAT.join(' ')}\n`);
      await file.writeAll(flow(at, SLOT_SECONDS, flowCount));
      add(summary, await file.close());
      summary.flowRecords += flowCount;
    }
    const apiCount = share(plan.apiRecords, slot, slots);
    if (apiCount > 0) {
      const file = await openLogFile(outFolder, trailKey(random, REGION, at));
      await file.write('{"Records":[');
      await file.writeAll(api(at, SLOT_SECONDS, apiCount));
      await file.write(']}');
      add(summary, await file.close());
      summary.apiRecords += apiCount;
    }
  }
  return summary;
}

/** What falls to one of `of` equal parts when `total` is dealt out without remainder. */
function share(total: number, index: number, of: number): number {
  return Math.floor((total * (index + 1)) / of) - Math.floor((total * index) / of);
}

function add(
  summary: { files: number; bytes: number; bytesOnDisk: number },
  file: { bytes: number; bytesOnDisk: number },
): void {
  summary.files += 1;
  summary.bytes += file.bytes;
  summary.bytesOnDisk += file.bytesOnDisk;
}

function checkPlan({ flowRecords, apiRecords, sshShare, days }: BulkPlan): void {
  const counts = { flowRecords, apiRecords };
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new BulkPlanError(`${name} ${count} is no number of records; give a whole number from 0`);
    }
  }
  if (!(sshShare >= 0 && sshShare <= 1)) {
    throw new BulkPlanError(`sshShare ${sshShare} is no share; give a number from 0 to 1`);
  }
  if (!(days > 0 && Number.isFinite(days))) {
    throw new BulkPlanError(`days ${days} is no span of time; give a number above 0`);
  }
}
