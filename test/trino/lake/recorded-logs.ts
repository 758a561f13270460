import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DEFAULT_FORMAT, FLOW_LOG_FIELD_BY_NAME } from '../../../records/flow-logs/flow-log-fields';
import { cloudtrailLogs } from '../../../records/tables/cloudtrail-logs';
import { partitionPrefix, timeKeyValue } from '../../../records/tables/object-key';
import { vpcFlowLogs } from '../../../records/tables/vpc-flow-logs';
import { DAY, isoSeconds, startOfDay } from '../../../simulate/clock';
import type { Dataset } from './dataset';
import { layOutTrailLines } from './lay-out-trail-lines';
import { writeFlowParquet } from './write-flow-parquet';

/** Records that other people recorded and labelled; not part of the repository. */
export const RECORDED = path.join(__dirname, '..', '..', '..', '..', 'shared', 'data');

export function hasRecordedLogs(): boolean {
  return existsSync(path.join(RECORDED, 'cloudtrail'));
}

/** The account whose bucket they are put into: keys name the delivering trail, not what a record says. */
const ACCOUNT = '123456789012';
const REGION = 'us-east-1';
const FIRST_DAY = '2025-06-02';

interface TrailRecord {
  readonly eventID?: string;
  readonly eventName?: string;
  readonly eventTime?: string;
  readonly awsRegion?: string;
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

async function trailRecords(): Promise<readonly TrailRecord[]> {
  const found: TrailRecord[] = [];
  for (const folder of ['cloudtrail', 'ecs']) {
    for (const name of (await readdir(path.join(RECORDED, folder), { recursive: true })).toSorted()) {
      if (name.endsWith('.json') && !/(labels|PROVENANCE)\.json$/.test(name)) {
        const content = JSON.parse(await readText(path.join(RECORDED, folder, name))) as
          | TrailRecord
          | readonly TrailRecord[]
          | { readonly Records: readonly TrailRecord[] };
        const records = 'Records' in content ? content.Records : content;
        found.push(...(Array.isArray(records) ? records : [records]));
      }
    }
  }
  const whole = found.filter(
    ({ eventName, eventTime }) => eventName !== undefined && /^\d{4}-\d\d-\d\dT/.test(eventTime ?? ''),
  );
  /** Several collections publish the same record, some with another time; a trail delivers an id once. */
  return [...new Map(whole.map((record, at) => [record.eventID ?? at, record])).values()];
}

/**
 * Lays the CloudTrail records out, one file a region and day. Recorded between 2017 and 2026, they would make every
 * question one about a decade of partitions: their days, in order, become consecutive days; the time of day stays.
 */
async function layOutTrail(delivered: string): Promise<LaidOut> {
  const records = await trailRecords();
  const days = [...new Set(records.map(({ eventTime = '' }) => eventTime.slice(0, 10)))].toSorted();
  const files = new Map<string, TrailRecord[]>();
  for (const record of records) {
    const { eventTime = '', awsRegion = 'us-east-1' } = record;
    const at = startOfDay(FIRST_DAY) + days.indexOf(eventTime.slice(0, 10)) * DAY;
    const prefix = partitionPrefix(cloudtrailLogs, {
      account: ACCOUNT,
      region: awsRegion,
      time: timeKeyValue('day', at),
    });
    const moved = { ...record, eventTime: `${isoSeconds(at).slice(0, 10)}${eventTime.slice(10)}` };
    files.set(prefix, [...(files.get(prefix) ?? []), moved]);
  }
  for (const [prefix, Records] of files) {
    await mkdir(path.join(delivered, prefix), { recursive: true });
    await writeFile(path.join(delivered, prefix, 'recorded.json.gz'), gzipSync(JSON.stringify({ Records })));
  }
  return { records: records.length, days: days.length };
}

/** AWS's field name to the text of the field. */
type FlowRow = ReadonlyMap<string, string>;

/** Published lines that their authors doctored hold words where a Parquet file can only hold numbers. */
function isStorable([name, value]: readonly [string, string]): boolean {
  const storage = FLOW_LOG_FIELD_BY_NAME.get(name)?.storage ?? 'string';
  return storage === 'string' || /^(-|\d+)$/.test(value);
}

/** The rows of a flow log in text, by the names of its header or of the default format. */
async function flowRows(file: string): Promise<readonly FlowRow[]> {
  const lines = (await readText(file)).split('\n').filter((line) => /^[\w-]+( \S+){13,}\s*$/.test(line));
  const isHeader = lines[0]?.includes('srcaddr') === true;
  const names = isHeader ? (lines[0]?.trim().split(' ') ?? []) : DEFAULT_FORMAT;
  return lines
    .slice(isHeader ? 1 : 0)
    .map((line) => line.trim().split(' '))
    .filter((cells) => cells.length === names.length)
    .map((cells) => new Map(names.map((name, at) => [name, cells[at] ?? '-'])))
    .filter((row) => /^\d+$/.test(row.get('start') ?? '') && [...row].every(isStorable));
}

interface LaidOut {
  readonly records: number;
  readonly days: number;
}

/**
 * Every day of every file becomes a day of its own, one after the other; the time of day stays. Some captures begin
 * in 1970, and one was put together from traces that are years apart.
 */
async function layOutFlowLogs(delivered: string, files: readonly string[]): Promise<LaidOut> {
  let records = 0;
  let days = 0;
  for (const file of files) {
    const rows = await flowRows(file);
    const dayOf = (row: FlowRow) => Math.floor(Number(row.get('start')) / DAY);
    const own = [...new Set(rows.map(dayOf))].toSorted((a, b) => a - b);
    const hours = new Map<string, FlowRow[]>();
    for (const row of rows) {
      const day = startOfDay(FIRST_DAY) + (days + own.indexOf(dayOf(row))) * DAY;
      const moved = new Map([...row].filter(([name]) => FLOW_LOG_FIELD_BY_NAME.has(name)));
      for (const name of ['start', 'end']) {
        moved.set(name, String(Number(row.get(name)) - dayOf(row) * DAY + day));
      }
      const time = timeKeyValue('hour', Number(moved.get('end')));
      hours.set(time, [...(hours.get(time) ?? []), moved]);
    }
    for (const [time, found] of hours) {
      const prefix = partitionPrefix(vpcFlowLogs, { account: ACCOUNT, region: REGION, time });
      const name = `${path.basename(file).replaceAll('.', '-')}.log.parquet`;
      await writeFlowParquet(path.join(delivered, prefix, name), found);
    }
    records += rows.length;
    days += own.length;
  }
  return { records, days };
}

async function flowLogFiles(folder: string, pattern: RegExp): Promise<readonly string[]> {
  const names = await readdir(path.join(RECORDED, 'flow-logs', folder), { recursive: true });
  return names
    .filter((name) => pattern.test(name))
    .toSorted()
    .map((name) => path.join(RECORDED, 'flow-logs', folder, name));
}

/** All recorded CloudTrail records, and the captures and published flow logs with the fields that they have. */
export async function addRecordedLogs(lake: string): Promise<Dataset> {
  const id = 'recorded';
  const delivered = path.join(lake, id, 'delivered');
  const { records, days } = await layOutTrail(delivered);
  const files = [
    ...(await flowLogFiles('captures', /\.v5\.log(\.gz)?$/)),
    ...(await flowLogFiles('published', /(v[2345]_\w+|lines|FlowLogs)\.log$/)),
  ];
  const flows = await layOutFlowLogs(delivered, files);
  await layOutTrailLines(delivered, path.join(lake, id, 'lines'));
  return {
    id,
    title: 'recorded CloudTrail records, labelled captures with TCP flags, published flow logs',
    kind: 'recorded',
    layout: 'plain',
    delivered,
    since: `${FIRST_DAY}T00:00:00Z`,
    until: isoSeconds(startOfDay(FIRST_DAY) + Math.max(days, flows.days + 1) * DAY),
    flowRecords: flows.records,
    apiRecords: records,
    containerLines: 0,
  };
}

/** The same captures in the default format: no column but those of version 2 exists in the files. */
export async function addRecordedDefaultFormat(lake: string): Promise<Dataset> {
  const id = 'recorded_default_format';
  const delivered = path.join(lake, id, 'delivered');
  const files = await flowLogFiles('captures', /\.v2\.log(\.gz)?$/);
  const flows = await layOutFlowLogs(delivered, files);
  return {
    id,
    title: 'labelled captures in the default format',
    kind: 'recorded',
    layout: 'plain',
    delivered,
    since: `${FIRST_DAY}T00:00:00Z`,
    until: isoSeconds(startOfDay(FIRST_DAY) + (flows.days + 1) * DAY),
    flowRecords: flows.records,
    apiRecords: 0,
    containerLines: 0,
  };
}
