import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { partitionPrefix, readObjectKey, timeKeyFormat } from '../../../records/tables/object-key';
import { TABLE_BY_NAME } from '../../../records/tables/tables';
import type { Dataset } from './dataset';

/** A plain value of the time key as the Hive-compatible layout writes it. */
function hiveTime(key: 'day' | 'hour', time: string): string {
  const [year = '', month = '', day = '', hour = ''] = time.split('/');
  const parts: Readonly<Record<string, string>> = { yyyy: year, MM: month, dd: day, HH: hour };
  return timeKeyFormat(key, 'hive-compatible')
    .replaceAll("'", '')
    .replaceAll(/yyyy|MM|dd|HH/g, (part) => parts[part] ?? part);
}

/** The flow logs and container logs of a dataset under the prefixes that `HiveCompatiblePartitions` gives. */
export async function addHiveCompatibleCopy(lake: string, original: Dataset): Promise<Dataset> {
  const id = `${original.id}_hive_compatible`;
  const delivered = path.join(lake, id, 'delivered');
  for (const name of await readdir(original.delivered, { recursive: true })) {
    const object = readObjectKey(name.replaceAll(path.sep, '/'));
    if (object !== undefined && object.table !== 'cloudtrail_logs') {
      const table = TABLE_BY_NAME[object.table];
      const values = { ...object, time: hiveTime(table.timeKey, object.time) };
      const folder = path.join(delivered, partitionPrefix(table, values, 'hive-compatible'));
      await mkdir(folder, { recursive: true });
      await cp(path.join(original.delivered, name), path.join(folder, path.basename(name)));
    }
  }
  return {
    ...original,
    id,
    title: `${original.title}, Hive-compatible prefixes`,
    layout: 'hive-compatible',
    delivered,
    apiRecords: 0,
  };
}
