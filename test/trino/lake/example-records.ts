import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { EXAMPLE_ACCOUNT } from '../../../detections/examples/example-event';
import { EXAMPLES } from '../../../detections/examples/index';
import { cloudtrailLogs } from '../../../records/tables/cloudtrail-logs';
import { partitionPrefix, timeKeyValue } from '../../../records/tables/object-key';
import { DAY, isoSeconds, startOfDay } from '../../../simulate/clock';
import type { Dataset } from './dataset';
import { layOutTrailLines } from './lay-out-trail-lines';

const SECONDS_BETWEEN = 5;

/**
 * Delivers every event that fires a detection or nearly does, one after the other: calls that no scenario makes are
 * among them, so that no question goes without rows.
 */
export async function addExampleRecords(lake: string, day: string): Promise<Dataset> {
  const id = 'examples';
  const delivered = path.join(lake, id, 'delivered');
  const first = startOfDay(day);
  const events = Object.values(EXAMPLES).flatMap(({ fires, staysSilent }) => [...fires, ...staysSilent]);
  const regions = new Map<string, unknown[]>();
  for (const [place, event] of events.entries()) {
    const region = event.awsRegion ?? 'us-east-1';
    const record = {
      ...event,
      eventTime: isoSeconds(first + place * SECONDS_BETWEEN),
      eventID: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
    };
    regions.set(region, [...(regions.get(region) ?? []), record]);
  }
  for (const [region, Records] of regions) {
    const values = { account: EXAMPLE_ACCOUNT, region, time: timeKeyValue('day', first) };
    const folder = path.join(delivered, partitionPrefix(cloudtrailLogs, values));
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'examples.json.gz'), gzipSync(JSON.stringify({ Records })));
  }
  return {
    id,
    title: 'every event that fires a detection or nearly does',
    kind: 'generated',
    layout: 'plain',
    delivered,
    since: isoSeconds(first),
    until: isoSeconds(first + DAY - 1),
    flowRecords: 0,
    apiRecords: await layOutTrailLines(delivered, path.join(lake, id, 'lines')),
    containerLines: 0,
  };
}
