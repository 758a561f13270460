import { keyTime } from '../clock';
import { ACCOUNT, REGION } from '../fleet';
import type { Random } from '../random';

const OBJECT_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Key of a trail's file: `AWSLogs/<account>/CloudTrail/<region>/2026/11/02/<account>_CloudTrail_…json.gz`. */
export function trailKey(random: Random, region: string, at: number): string {
  const { day, stamp } = keyTime(at);
  const name = `${ACCOUNT}_CloudTrail_${region}_${stamp}_${random.text(16, OBJECT_ALPHABET)}.json.gz`;
  return `AWSLogs/${ACCOUNT}/CloudTrail/${region}/${day}/${name}`;
}

/** Key of a flow log's file with hourly prefixes: `AWSLogs/<account>/vpcflowlogs/<region>/2026/11/02/08/…`. */
export function flowLogKey(
  random: Random,
  flowLogId: string,
  at: number,
  suffix: 'log.gz' | 'log.parquet' | 'log',
): string {
  const { day, hour, stamp } = keyTime(at);
  const name = `${ACCOUNT}_vpcflowlogs_${REGION}_${flowLogId}_${stamp}_${random.hex(8)}.${suffix}`;
  return `AWSLogs/${ACCOUNT}/vpcflowlogs/${REGION}/${day}/${hour}/${name}`;
}
