import type { Layout, TableDefinition, TableName, TimeKey } from './table-definition';
import { TABLES } from './tables';

/** What an object key says about the records behind it. `time` is in the words of the table's time key. */
export interface DeliveredObject {
  readonly table: TableName;
  readonly account: string;
  readonly region: string;
  /** `yyyy/MM/dd` for `day`, `yyyy/MM/dd/HH` for `hour`. */
  readonly time: string;
}

/** The projection format of the time key, which is also the text of its values. */
export function timeKeyFormat(key: TimeKey, layout: Layout = 'plain'): string {
  if (layout === 'plain') {
    return key === 'day' ? 'yyyy/MM/dd' : 'yyyy/MM/dd/HH';
  }
  return key === 'day' ? "'year='yyyy'/month='MM'/day='dd" : "'year='yyyy'/month='MM'/day='dd'/hour='HH";
}

/** A moment (epoch seconds) as a value of the time key. */
export function timeKeyValue(key: TimeKey, epochSeconds: number, layout: Layout = 'plain'): string {
  const iso = new Date(epochSeconds * 1000).toISOString();
  const [year, month, day, hour] = [iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10), iso.slice(11, 13)];
  if (layout === 'plain') {
    return [year, month, day, ...(key === 'hour' ? [hour] : [])].join('/');
  }
  return `year=${year}/month=${month}/day=${day}${key === 'hour' ? `/hour=${hour}` : ''}`;
}

/** The key prefix of one partition, with `values` for account, region and time: names or `${account}` templates. */
export function partitionPrefix(
  table: TableDefinition,
  values: { readonly account: string; readonly region: string; readonly time: string },
  layout: Layout = 'plain',
): string {
  return layout === 'plain'
    ? `AWSLogs/${values.account}/${table.service}/${values.region}/${values.time}/`
    : `AWSLogs/aws-account-id=${values.account}/aws-service=${table.service}/aws-region=${values.region}/${values.time}/`;
}

const SERVICES = new Map(TABLES.map((table) => [table.service as string, table]));

const PLAIN =
  /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\/([A-Za-z]+)\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/(?:(\d\d)\/)?[^/]+$/;
const HIVE =
  /(?:^|\/)AWSLogs\/aws-account-id=(\d{12})\/aws-service=([A-Za-z]+)\/aws-region=([a-z0-9-]+)\/year=(\d{4})\/month=(\d\d)\/day=(\d\d)\/(?:hour=(\d\d)\/)?[^/]+$/;
/** The delivery time in the names that AWS gives: `…_20261102T0805Z_…`. */
const NAME_HOUR = /_\d{8}T(\d\d)\d\dZ_[^/]+$/;

/**
 * Reads an object key in AWS's delivery layouts, plain or Hive-compatible; undefined for any other path and for
 * the siblings that hold something else (`CloudTrail-Digest`, `CloudTrail-Insight`).
 *
 * Where the prefix stops at the day, the hour is that of the file's name.
 */
export function readObjectKey(key: string): DeliveredObject | undefined {
  const match = PLAIN.exec(key) ?? HIVE.exec(key);
  if (match === null) {
    return undefined;
  }
  const [, account = '', service = '', region = '', year, month, day, prefixHour] = match;
  const table = SERVICES.get(service);
  if (table === undefined) {
    return undefined;
  }
  const date = `${year}/${month}/${day}`;
  const hour = prefixHour ?? NAME_HOUR.exec(key)?.[1];
  if (table.timeKey === 'hour' && hour === undefined) {
    return undefined;
  }
  return { table: table.name, account, region, time: table.timeKey === 'day' ? date : `${date}/${hour}` };
}
