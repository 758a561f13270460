import { toCause } from '../../analysis/cause';
import { buildCatalogue } from '../../detections/catalogue';
import { readFolder } from '../../local/reading/read-folder';
import { DetectionMetrics } from '../../local/replay/detection-metrics';
import { isoInstant } from '../../records/values/iso-instant';

/** Counts what the filters of the catalogue match in the API calls of a folder, and does nothing else: `filters-alone <folder>`. */
async function run(folder: string): Promise<void> {
  const filters = buildCatalogue({ deployRoles: [], homeRegions: [] }).filter(({ detector }) => detector.kind === 'filter');
  const metrics = new DetectionMetrics(filters, []);
  await readFolder(folder, {
    cloudTrail(record, text, { path, line }) {
      const at = isoInstant(record.eventTime) / 1000;
      const account = record.recipientAccountId ?? '';
      metrics.add(
        record,
        () => text,
        Math.floor(at / 60),
        account,
        () => toCause(record, at, `${path}:${line}`),
      );
      return undefined;
    },
    flow: () => 'not looked at',
  });
}

void run(process.argv[2] ?? '.');
